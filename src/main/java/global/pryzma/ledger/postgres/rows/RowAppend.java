package global.pryzma.ledger.postgres.rows;

/** A row to add behind all others of its table; written after everything else of a transaction. */
public record RowAppend<R>(AppendOnly<R> to, R row) implements RowWrite {
    @Override
    public long bytes() {
        return to.bytes(row);
    }
}
