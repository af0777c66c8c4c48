package global.pryzma.ledger.postgres.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * The insert of many rows that are most probably all new. With {@code ON CONFLICT} Postgres inserts
 * each of them on trial, which is twice the work; without, one that is there undoes all of it, and
 * they are to be inserted with care.
 */
public final class AllAnew {
    /** Of fewer rows the savepoint would take more than it saves. */
    static final int MANY = 100;

    private static final String UNIQUE_VIOLATION = "23505";

    private AllAnew() {}

    /** A statement without a way out where a row is there. */
    @FunctionalInterface
    public interface Insert {
        /** How many rows it has inserted. */
        int into(Connection connection) throws SQLException;
    }

    /**
     * Inserts all, or none and tells so: because one is there or is not to be, or there are too few
     * for it to pay. In the connection's transaction.
     */
    public static boolean inserted(Connection connection, int rows, Insert insert)
            throws SQLException {
        if (rows < MANY) {
            return false;
        }
        Savepoint before = connection.setSavepoint();
        try {
            if (insert.into(connection) == rows) {
                connection.releaseSavepoint(before);
                return true;
            }
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
        connection.rollback(before);
        return false;
    }
}
