package global.pryzma.ledger.ledger;

/**
 * The availability of the ledger, or of one lane to it, as this instance sees it.
 *
 * @param sinceNanos when this state began, as {@link System#nanoTime()} tells it: so it is right
 *     whatever the machine's clock shows
 * @param detail one line for an operator
 */
public record LedgerStatus(State state, long sinceNanos, String detail) {
    public enum State {
        /** No request has been answered or missed yet. */
        UNKNOWN,
        /** The last request was answered. */
        AVAILABLE,
        /** A request goes unanswered, and is tried again while callers wait for it. */
        DEGRADED,
        /** Several tries went unanswered: callers are sent away, and a probe goes on. */
        UNAVAILABLE,
        /**
         * The cluster that answers is not the one this service's books are in; nothing is served.
         */
        WRONG_LEDGER;

        /** Whether the last request that ended was not answered. */
        public boolean isSilent() {
            return switch (this) {
                case DEGRADED, UNAVAILABLE -> true;
                case UNKNOWN, AVAILABLE, WRONG_LEDGER -> false;
            };
        }
    }
}
