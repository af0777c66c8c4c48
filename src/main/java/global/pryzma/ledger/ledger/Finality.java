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
    /**
     * Rejected, and the id is as usable as before, whatever the rule says: even a state that never
     * goes back is no ground, since another plan may be made for the same key. So fence the id
     * before anybody is told.
     */
    FENCE_FIRST,
    /** Another event of the same chain is the culprit. */
    CHAIN_FAILED
}
