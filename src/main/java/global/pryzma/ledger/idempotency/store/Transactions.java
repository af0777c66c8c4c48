package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.postgres.OnlyByIndex;
import global.pryzma.ledger.postgres.PostgresFaults;
import global.pryzma.ledger.postgres.WriterPool;

import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs work on a connection in a transaction of its own, and tells the faults that pass from those
 * that do not.
 */
@Singleton
public final class Transactions {
    private final TransactionOperations<Connection> shared;
    private final TransactionOperations<Connection> writer;

    Transactions(
            TransactionOperations<Connection> shared,
            @Named(WriterPool.NAME) TransactionOperations<Connection> writer) {
        this.shared = shared;
        this.writer = writer;
    }

    /** Commits what the work did, or nothing; throws {@link WriteFailure}. */
    public <T> T run(Work<T> work) {
        return run(shared, work);
    }

    /**
     * The same for a background job, whose statements have one possible plan each: every row by an
     * index. What the planner would choose for them on a table that was never analysed, or was when
     * it was small, reads all that is stored. And nobody waits for the disk: what a crash of
     * Postgres takes back, the job does again.
     */
    public <T> T runJob(Work<T> work) {
        return run(
                shared,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(
                                OnlyByIndex.IN_THIS_TRANSACTION
                                        + "; SET LOCAL synchronous_commit = off");
                    }
                    return work.on(connection);
                });
    }

    /** The same on one of the connections that are the writer loop's own. */
    <T> T runByWriter(Work<T> work) {
        return run(writer, work);
    }

    /** For a transaction that is tried again because somebody holds what it needs. */
    static void waitShortlyForLocks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = 100");
        }
    }

    private static <T> T run(TransactionOperations<Connection> operations, Work<T> work) {
        try {
            return operations.executeWrite(status -> work.on(status.getConnection()));
        } catch (Exception e) { // a SQLException comes through, although no signature says so
            throw new WriteFailure(PostgresFaults.isTransient(e), e);
        }
    }

    /** What is done on the connection. */
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
