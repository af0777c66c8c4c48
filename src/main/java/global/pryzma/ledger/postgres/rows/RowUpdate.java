package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A column of a row to set, as a value.
 *
 * @param asOfNanos the ledger's timestamp of the change, for a column that is changed more than
 *     once; null for one that is not
 */
public record RowUpdate(
        ColumnUpdate column, UUID id, @Nullable Object value, @Nullable Long asOfNanos)
        implements RowWrite {
    @Override
    public long bytes() {
        return SqlArrays.bytes(id) + SqlArrays.bytes(value);
    }

    public void execute(Connection connection) throws SQLException {
        if (asOfNanos == null) {
            column.execute(connection, id, value);
        } else {
            column.execute(connection, id, value, asOfNanos);
        }
    }
}
