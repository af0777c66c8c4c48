package global.pryzma.ledger.postgres.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A table to which rows are only added, each of which depends on the one before it: one transaction
 * at a time adds to it, in all instances together.
 *
 * @param <R> the row's type
 */
public interface AppendOnly<R> {
    /**
     * Adds rows, except those that are there already. It comes last in the connection's
     * transaction: others wait until that ends, and may hold what an earlier statement needs.
     */
    void append(Connection connection, List<R> rows) throws SQLException;

    /** About how much a row takes. */
    long bytes(R row);

    default RowAppend<R> row(R row) {
        return new RowAppend<>(this, row);
    }
}
