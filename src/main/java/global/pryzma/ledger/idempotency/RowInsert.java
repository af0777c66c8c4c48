package global.pryzma.ledger.idempotency;

/**
 * A row to insert: values, not code on a connection, so that rows of many requests share a
 * statement.
 */
public record RowInsert<R>(BulkInsert<R> into, R row) {}
