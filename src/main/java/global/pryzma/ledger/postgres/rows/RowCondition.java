package global.pryzma.ledger.postgres.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A condition on rows, as a value: judged in the transaction that writes what depends on it. Of one
 * subject one condition is judged at a time, and the next one sees what was written on account of
 * it: so no two hold that exclude each other. For rare mutations.
 *
 * @param subject what it is about; a name, the same for all that depend on each other
 * @param sql a query with one row of one truth value
 * @param parameters of the query
 */
public record RowCondition(String subject, String sql, List<Object> parameters) {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";

    public RowCondition {
        parameters = List.copyOf(parameters);
    }

    /** Until the end of the transaction nobody else judges what is about the same. */
    public void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, subject);
            lock.execute();
        }
    }

    /**
     * Judges it, under the lock. As this is a statement of its own, it sees what was committed
     * while the lock was waited for.
     */
    public boolean holds(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            SqlParameters.set(query, parameters.toArray());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
