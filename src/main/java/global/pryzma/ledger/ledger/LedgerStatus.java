package global.pryzma.ledger.ledger;

import java.time.Instant;

/**
 * The ledger's availability as this instance sees it.
 *
 * @param since when this state began
 * @param detail one line for an operator
 */
public record LedgerStatus(State state, Instant since, String detail) {
    public enum State {
        /** No request has been answered or missed yet. */
        UNKNOWN,
        /** The last request was answered. */
        AVAILABLE,
        /** Requests go unanswered; a probe runs in the background. */
        UNAVAILABLE,
        /**
         * The cluster that answers is not the one this service's books are in; nothing is served.
         */
        WRONG_LEDGER
    }
}
