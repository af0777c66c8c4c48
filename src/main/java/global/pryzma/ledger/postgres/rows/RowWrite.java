package global.pryzma.ledger.postgres.rows;

/**
 * The write of one row of a feature's table: values, not code on a connection, so that the writes
 * of many requests share a transaction.
 */
public sealed interface RowWrite permits RowAppend, RowInsert, RowUpdate {
    /** About how much it writes. */
    long bytes();
}
