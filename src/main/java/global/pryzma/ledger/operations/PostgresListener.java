package global.pryzma.ledger.operations;

/** The one who is told whenever Postgres can be written, or no more, or not for another reason. */
@FunctionalInterface
public interface PostgresListener {
    /** Takes no time, nor throws. */
    void changed(PostgresState now);
}
