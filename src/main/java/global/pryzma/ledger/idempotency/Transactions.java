package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.KeyWrite.WriteFailure;

import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * Runs work on a connection in a transaction of its own, and tells the faults that pass from those
 * that do not.
 */
@Singleton
final class Transactions {
    /**
     * Classes of SQLSTATE that speak of the server's or the connection's state, not of the
     * statement (PostgreSQL, appendix A): 08 connection, 25 read-only after a failover, 40
     * deadlock, 53 resources, 55 lock not available, 57 operator intervention and timeouts, 58
     * system error.
     */
    private static final Set<String> TRANSIENT_CLASSES =
            Set.of("08", "25", "40", "53", "55", "57", "58");

    private final TransactionOperations<Connection> operations;

    Transactions(TransactionOperations<Connection> operations) {
        this.operations = operations;
    }

    /** Commits what the work did, or nothing; throws {@link WriteFailure}. */
    <T> T run(Work<T> work) {
        try {
            return operations.executeWrite(status -> work.on(status.getConnection()));
        } catch (Exception e) { // a SQLException comes through, although no signature says so
            throw new WriteFailure(isTransient(e), e);
        }
    }

    /** Whether the failure is of a transaction that may simply be run again. */
    static boolean isDeadlock(WriteFailure failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && cause.getSQLState() != null && cause.getSQLState().startsWith("40");
    }

    private static boolean isTransient(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            // The pool and the transaction manager have exceptions of their own for "no
            // connection".
            return failure.getClass().getName().startsWith("io.micronaut.");
        }
        String state = cause.getSQLState();
        return cause instanceof SQLTransientException
                || state == null
                || TRANSIENT_CLASSES.contains(state.substring(0, Math.min(2, state.length())));
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** What is done on the connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
