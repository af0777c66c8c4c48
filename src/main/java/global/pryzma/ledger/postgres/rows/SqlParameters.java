package global.pryzma.ledger.postgres.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The parameters of a statement, in their order. */
public final class SqlParameters {
    private SqlParameters() {}

    public static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        setFrom(1, statement, parameters);
    }

    /**
     * The same for those of a part of it.
     *
     * @param first the number of the first one
     * @return the number behind the last one
     */
    static int setFrom(int first, PreparedStatement statement, Object... parameters)
            throws SQLException {
        int next = first;
        for (Object parameter : parameters) {
            statement.setObject(next++, parameter);
        }
        return next;
    }

    /** Runs a statement that changes rows, and tells how many. */
    public static int update(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }
}
