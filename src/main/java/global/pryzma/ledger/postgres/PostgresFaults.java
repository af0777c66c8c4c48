package global.pryzma.ledger.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** The difference between faults that pass and those that do not. */
public final class PostgresFaults {
    /**
     * Classes of SQLSTATE that speak of the server's or the connection's state, not of the
     * statement (PostgreSQL, appendix A): 08 connection, 25 read-only after a failover, 40
     * deadlock, 53 resources, 55 lock not available, 57 operator intervention and timeouts, 58
     * system error.
     */
    private static final Set<String> TRANSIENT_CLASSES =
            Set.of("08", "25", "40", "53", "55", "57", "58");

    private PostgresFaults() {}

    /**
     * Whether Postgres was out of reach or overloaded, rather than refusing this very statement.
     */
    public static boolean isTransient(Throwable fault) {
        SQLException cause = sqlCause(fault);
        if (cause == null) {
            // They have exceptions of their own for "no connection".
            String name = fault.getClass().getName();
            return name.startsWith("io.micronaut.transaction.")
                    || name.startsWith("io.micronaut.data.connection.");
        }
        String state = cause.getSQLState();
        return cause instanceof SQLTransientException
                || state == null
                || TRANSIENT_CLASSES.contains(state.substring(0, Math.min(2, state.length())));
    }

    /** Whether the fault is that of a transaction that may simply be run again. */
    public static boolean isDeadlock(Throwable fault) {
        SQLException cause = sqlCause(fault);
        return cause != null && cause.getSQLState() != null && cause.getSQLState().startsWith("40");
    }

    /** Whether a statement took too long, or waited too long for a lock. */
    public static boolean isTimeout(Throwable fault) {
        SQLException cause = sqlCause(fault);
        return cause != null
                && ("57014".equals(cause.getSQLState()) || "55P03".equals(cause.getSQLState()));
    }

    private static @Nullable SQLException sqlCause(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
