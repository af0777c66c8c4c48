package global.pryzma.ledger.ledger;

/**
 * The meaning of a result for another try with the same id (TigerBeetle: reliable transaction
 * submission).
 */
public enum Finality {
    /** The row is there, equal in every field: an earlier try has succeeded. */
    EXISTS,
    /** A row with this id is there, but a field differs: look it up and compare. */
    DIFFERENT,
    /** An earlier try with this id was rejected; the id is dead, and why is not known any more. */
    FAILED_EARLIER,
    /** Rejected, and the id is dead for ever. */
    TOMBSTONED,
    /** Rejected, and the same event will always be: its fields contradict each other. */
    STATIC,
    /** Rejected by a state that never goes back, such as a hold that has been posted. */
    MONOTONE,
    /**
     * Rejected by a state that may change: the same event may succeed later, so fence its id first.
     */
    FENCE_FIRST,
    /** Another event of the same chain is the culprit. */
    CHAIN_FAILED
}
