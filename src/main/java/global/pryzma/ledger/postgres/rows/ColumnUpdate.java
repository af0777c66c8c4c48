package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The update of one column of one row, which is found by its id: {@code UPDATE t SET c = ?::type
 * WHERE id = ?}. A row that isn't there is passed over.
 *
 * <p>A column that is changed more than once has another one, {@code c_as_of_nanos}, with the
 * ledger's timestamp of its latest change. An earlier one that is recorded later, or again after a
 * loss, changes nothing.
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
        return new RowUpdate(this, id, value, null);
    }

    /**
     * The same, unless there has been a later one.
     *
     * @param asOfNanos the ledger's timestamp of this change
     */
    public RowUpdate set(UUID id, @Nullable Object value, long asOfNanos) {
        return new RowUpdate(this, id, value, asOfNanos);
    }

    void execute(Connection connection, UUID id, @Nullable Object value) throws SQLException {
        execute(connection, "UPDATE %s SET %s = ?::%s WHERE id = ?", value, id);
    }

    void execute(Connection connection, UUID id, @Nullable Object value, long asOfNanos)
            throws SQLException {
        execute(
                connection,
                """
                UPDATE %1$s SET %2$s = ?::%3$s, %2$s_as_of_nanos = ?
                WHERE id = ? AND coalesce(%2$s_as_of_nanos < ?, true)\
                """,
                value,
                asOfNanos,
                id,
                asOfNanos);
    }

    private void execute(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(sql.formatted(table, column, type))) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
