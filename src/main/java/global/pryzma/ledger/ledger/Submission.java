package global.pryzma.ledger.ledger;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The outcome of events that were handed to the ledger. */
public sealed interface Submission {

    /**
     * The ledger has committed the events and answered.
     *
     * @param results one for each event, in order
     */
    record Answered(List<EventResult> results) implements Submission {
        public Answered {
            results = List.copyOf(results);
        }
    }

    /**
     * The deadline passed without an answer: the events were executed, or may still be.
     *
     * @param late completes normally if the answer comes after all, exceptionally when it never
     *     will on this attempt; which may be long after the deadline
     */
    record InDoubt(CompletionStage<Answered> late) implements Submission {}

    /** The ledger is out of reach and this submission was not attempted. */
    record Unavailable() implements Submission {}

    /** Too much is waiting already; this submission was not attempted. */
    record Overloaded() implements Submission {}

    /**
     * It has more events than a message holds, and was not attempted.
     *
     * @param maxEvents how many one holds, as the ledger was just found to take
     */
    record TooLarge(int maxEvents) implements Submission {}

    /**
     * The ledger's answer to one event.
     *
     * @param code 0 is created, else a code of {@link AccountResult} or {@link TransferResult}
     * @param timestamp of the created row in nanoseconds since the Unix epoch; 0 unless created
     */
    record EventResult(int code, long timestamp) {
        public boolean created() {
            return code == 0;
        }
    }
}
