package global.pryzma.ledger.idempotency;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Sets one column of one row, which is found by its id: {@code UPDATE t SET c = ?::type WHERE id =
 * ?}. A row that isn't there is passed over.
 *
 * <p>For rare mutations: each change is a statement of its own.
 *
 * @param type the column's type in Postgres
 */
public record ColumnUpdate(String table, String column, String type) {
    public static ColumnUpdate text(String table, String column) {
        return new ColumnUpdate(table, column, "text");
    }

    /** A JSON document, given as text. */
    public static ColumnUpdate json(String table, String column) {
        return new ColumnUpdate(table, column, "jsonb");
    }

    public static ColumnUpdate bigint(String table, String column) {
        return new ColumnUpdate(table, column, "bigint");
    }

    /** The change of the row with this id; no constraint on the column may be able to fail. */
    public RowUpdate set(UUID id, @Nullable Object value) {
        return new RowUpdate(this, id, value);
    }

    void execute(Connection connection, UUID id, @Nullable Object value) throws SQLException {
        String sql = "UPDATE %s SET %s = ?::%s WHERE id = ?".formatted(table, column, type);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            statement.setObject(2, id);
            statement.executeUpdate();
        }
    }
}
