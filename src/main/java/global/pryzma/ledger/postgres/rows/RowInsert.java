package global.pryzma.ledger.postgres.rows;

/** A row to insert; many of them share a statement. */
public record RowInsert<R>(BulkInsert<R> into, R row) implements RowWrite {
    @Override
    public long bytes() {
        return into.bytes(row);
    }
}
