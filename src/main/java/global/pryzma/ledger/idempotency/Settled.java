package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.Problem;

/** What has come of a claimed key. */
sealed interface Settled {
    /**
     * It has its definite response.
     *
     * @param recorded as it is stored
     * @param response as a client gets it
     * @param replayed whether another recorded it first
     */
    record Recorded(RecordedResponse recorded, RecordedResponse response, boolean replayed)
            implements Settled {}

    /**
     * Its ids belong to something that the key was used for long ago: this claim could never be
     * executed, and is gone.
     */
    record Released() implements Settled {}

    /** The same, but the claim may still be there. */
    record NotReleased(Problem why) implements Settled {}

    /** Nothing definite could be learnt, or be recorded. */
    record Unanswered(Problem why) implements Settled {}

    /** What the request is told that has claimed the key, or taken it over. */
    default Answer answer() {
        return switch (this) {
            case Recorded(_, RecordedResponse response, boolean replayed) ->
                    new Answer.Recorded(response, replayed);
            case Released() -> Answer.Refused.reused();
            case NotReleased(Problem why) -> new Answer.Refused(why);
            case Unanswered(Problem why) -> new Answer.Refused(why);
        };
    }
}
