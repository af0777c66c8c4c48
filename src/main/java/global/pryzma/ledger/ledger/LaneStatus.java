package global.pryzma.ledger.ledger;

/**
 * One of the ways to the ledger, which are available or not each for itself.
 *
 * @param name permanent: {@code transfers} for changes and reads by id, {@code queries} for the
 *     rest
 */
public record LaneStatus(String name, LedgerStatus status, Circuit circuit) {
    /** Who is let in. */
    public enum Circuit {
        /** Calls wait for their answer. */
        CLOSED,
        /** A probe is on its way to somebody who listens, or the ledger answers another lane. */
        HALF_OPEN,
        /** Calls are sent away at once. */
        OPEN
    }
}
