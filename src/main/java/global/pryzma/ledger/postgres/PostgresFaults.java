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

    private static final String CONNECTION = "08";

    private static final String BROKEN =
            "The connection to Postgres broke, or was silent for too long";

    /** All that the pool says of it. */
    private static final String CLOSED = "Connection is closed";

    /** The server or its administrator ends the connection, or it does not take any yet. */
    private static final Set<String> LEAVING = Set.of("57P01", "57P02", "57P03");

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

    /**
     * Whether the fault says that the server can't be written, ends, or is gone: then no connection
     * to it is any good.
     */
    static boolean isOfTheServer(SQLException fault) {
        String state = fault.getSQLState();
        return state != null
                && (state.startsWith(CONNECTION) || LEAVING.contains(state) || isReadOnly(fault));
    }

    /** Whether the fault says that the server is a standby, or was made read-only. */
    static boolean isReadOnly(Throwable fault) {
        return ReadOnlyServer.STATE.equals(state(fault));
    }

    /** Whether the server lacks what a write needs, such as space on its disk. */
    static boolean isOfExhaustion(Throwable fault) {
        String state = state(fault);
        return state != null && state.startsWith("53") && !state.equals("53300");
    }

    /** What is the case, for a caller or an operator; no more than is known. */
    public static String describe(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof PostgresUnavailable ours) {
                return String.valueOf(ours.getMessage());
            }
        }
        String state = state(fault);
        return switch (state == null ? "" : state) {
            case ReadOnlyServer.STATE -> "Postgres is read-only";
            case "53100" -> "Postgres has no space left on its disk";
            case "53300" -> "Postgres has no connection free";
            case "57P01", "57P02" -> "Postgres is shutting down";
            case "57P03" -> "Postgres takes no connections yet";
            case "08001", "08004" -> "Postgres can't be reached";
            case "08003", "08006" -> BROKEN;
            case "55P03" -> "Postgres did not get a lock in time";
            default -> isClosed(fault) ? BROKEN : "Postgres did not answer in time";
        };
    }

    /** Whether the fault is the pool's about a connection that had to be given up. */
    private static boolean isClosed(Throwable fault) {
        SQLException cause = sqlCause(fault);
        return cause != null && CLOSED.equals(cause.getMessage());
    }

    /** The SQLSTATE of the innermost fault that has one: it says what happened. */
    private static @Nullable String state(Throwable fault) {
        String state = null;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
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
