package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

/**
 * What the engine says to one request. Only the engine makes it, and every route under {@code /v1}
 * that mutates returns it: so none can go round the engine.
 */
public sealed interface Answer {
    /**
     * The definite answer, durable in Postgres.
     *
     * @param replayed whether an earlier request with the key got it first
     */
    record Recorded(RecordedResponse response, boolean replayed) implements Answer {}

    /**
     * What would come of the request, which was not carried out; a question leaves no record. One
     * that would be refused is {@link Refused} with the error that would come.
     */
    record Foreseen(RecordedResponse response) implements Answer {}

    /**
     * Not an answer to what was asked, and not recorded: the key was used for something else (422),
     * or was cancelled long ago (409), or nothing definite is known (5xx).
     */
    record Refused(Problem problem) implements Answer {
        /** The key stands for another operation, or for other content. */
        static Refused reused() {
            return new Refused(Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED));
        }

        /** Nothing definite can be said now; the same key is to be tried again. */
        static Refused unavailable(String detail) {
            return new Refused(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail));
        }
    }
}
