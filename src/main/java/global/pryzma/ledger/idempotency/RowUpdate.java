package global.pryzma.ledger.idempotency;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** A column of a row to set, as a value. */
public record RowUpdate(ColumnUpdate column, UUID id, @Nullable Object value) implements RowWrite {
    void execute(Connection connection) throws SQLException {
        column.execute(connection, id, value);
    }
}
