package global.pryzma.ledger.operations;

/** The check whether Postgres can be written by this instance. */
@FunctionalInterface
public interface PostgresHealth {
    /** As it is now; within a bounded time, whatever Postgres does. */
    PostgresState state();
}
