package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.postgres.PostgresFaults;
import global.pryzma.ledger.postgres.PostgresUnavailable;
import global.pryzma.ledger.postgres.WriterPool;
import global.pryzma.ledger.postgres.Writes;

import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs work on a connection in a transaction of its own, and tells the faults that pass from those
 * that do not.
 */
@Singleton
public final class Transactions {
    private final TransactionOperations<Connection> shared;
    private final ConnectionOperations<Connection> sharedConnections;
    private final TransactionOperations<Connection> writer;
    private final ConnectionOperations<Connection> writerConnections;
    private final Writes writes;

    Transactions(
            TransactionOperations<Connection> shared,
            ConnectionOperations<Connection> sharedConnections,
            @Named(WriterPool.NAME) TransactionOperations<Connection> writer,
            @Named(WriterPool.NAME) ConnectionOperations<Connection> writerConnections,
            Writes writes) {
        this.shared = shared;
        this.sharedConnections = sharedConnections;
        this.writer = writer;
        this.writerConnections = writerConnections;
        this.writes = writes;
    }

    /**
     * Commits what the work did, or nothing; throws {@link WriteFailure}. The work is one
     * statement, which needs no transaction around it: the way to Postgres and back is gone once
     * instead of twice.
     */
    public <T> T runStatement(Work<T> work) {
        return runStatement(sharedConnections, work);
    }

    /**
     * The same for a background job, in a transaction for which nobody waits for the disk: what a
     * crash of Postgres takes back, the job does again.
     */
    public <T> T runJob(Work<T> work) {
        return run(
                shared,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SET LOCAL synchronous_commit = off");
                    }
                    return work.on(connection);
                });
    }

    /** The same in a transaction, on one of the connections that are the writer loop's own. */
    <T> T runByWriter(Work<T> work) {
        return noted(() -> run(writer, work));
    }

    /** The same, of which nothing is committed if the work comes to nothing. */
    <T> Optional<T> tryByWriter(Work<Optional<T>> work) {
        return noted(
                () -> run(writer, work, Optional::isEmpty),
                (write, result) -> {
                    if (result.isPresent()) {
                        write.committed();
                    } else {
                        write.ended();
                    }
                });
    }

    /**
     * The same without a transaction around it, for work that writes with one statement: that
     * commits itself, and the way to Postgres and back is gone once instead of twice.
     */
    <T> T runStatementByWriter(Work<T> work) {
        return noted(() -> runStatement(writerConnections, work));
    }

    /**
     * The same for a statement whose commit does not wait for the disk, nor for a standby; so it
     * does not show that others would end.
     */
    <T> T runUnflushedByWriter(Work<T> work) {
        return noted(() -> runStatement(writerConnections, work), (write, _) -> write.ended());
    }

    private <T> T noted(Supplier<T> work) {
        return noted(work, (write, _) -> write.committed());
    }

    private <T> T noted(Supplier<T> work, BiConsumer<Writes.Write, T> end) {
        try (Writes.Write write = writes.begin()) {
            try {
                T result = work.get();
                end.accept(write, result);
                return result;
            } catch (WriteFailure failure) {
                write.failed(failure);
                throw failure;
            }
        } catch (PostgresUnavailable refused) {
            throw new WriteFailure(true, refused);
        }
    }

    /** For a transaction that is tried again because somebody holds what it needs. */
    static void waitShortlyForLocks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = 100");
        }
    }

    private static <T> T run(TransactionOperations<Connection> operations, Work<T> work) {
        return run(operations, work, _ -> false);
    }

    private static <T> T run(
            TransactionOperations<Connection> operations, Work<T> work, Predicate<T> fails) {
        AtomicReference<SQLException> first = new AtomicReference<>();
        try {
            return operations.executeWrite(status -> {
                try {
                    T result = work.on(status.getConnection());
                    if (fails.test(result)) {
                        status.setRollbackOnly();
                    }
                    return result;
                } catch (SQLException e) {
                    first.set(e); // it ends the connection, and then that is what is told
                    throw e;
                }
            });
        } catch (Exception e) { // a SQLException comes through, although no signature says so
            throw failure(first.get() == null ? e : first.get());
        }
    }

    private static <T> T runStatement(ConnectionOperations<Connection> operations, Work<T> work) {
        try {
            return operations.executeWrite(status -> {
                try {
                    return work.on(status.getConnection());
                } catch (SQLException e) {
                    throw failure(e);
                }
            });
        } catch (WriteFailure failure) {
            throw failure;
        } catch (RuntimeException e) {
            throw failure(e); // there was no connection
        }
    }

    private static WriteFailure failure(Exception cause) {
        return new WriteFailure(PostgresFaults.isTransient(cause), cause);
    }

    /** What is done on the connection. */
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
