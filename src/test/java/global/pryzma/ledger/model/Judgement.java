package global.pryzma.ledger.model;

/** What must come of an operation. */
public sealed interface Judgement {
    Judgement DONE = new Done();

    /** It is carried out. */
    record Done() implements Judgement {}

    /**
     * It is refused, and changes nothing.
     *
     * @param mention what stands in the detail, among other words
     */
    record Refused(int status, String error, String mention) implements Judgement {}

    static Judgement notFound() {
        return new Refused(404, "not_found", "");
    }

    static Judgement conflict(String mention) {
        return new Refused(409, "conflict", mention);
    }

    /** A part of what happens together or not at all breaks a rule. */
    static Judgement ofPart(String pointer, Move.Rule broken) {
        return new Refused(
                422,
                broken == Move.Rule.EXCEEDS_CREDITS ? "insufficient_funds" : "batch_rejected",
                pointer + " " + broken.text());
    }

    static Judgement rejected(String mention) {
        return new Refused(422, "transfer_rejected", mention);
    }
}
