package global.pryzma.ledger.ledger;

/** The order in which rows are read. It is total: no two rows of the ledger have one timestamp. */
public enum ReadingOrder {
    NEWEST_FIRST,
    OLDEST_FIRST
}
