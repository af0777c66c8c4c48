package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

/** One column of many rows, as the parameter of {@code unnest}. */
public final class SqlArrays {
    private SqlArrays() {}

    public static <T> Array uuids(
            Connection connection, Collection<T> rows, Function<T, ? extends @Nullable UUID> value)
            throws SQLException {
        return array(connection, "uuid", rows, value::apply);
    }

    /** About how much a value takes. */
    static long bytes(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String text -> text.length();
            case byte[] bytes -> bytes.length;
            default -> 16;
        };
    }

    /** An array of values, of which {@code type} is the element type's name in Postgres. */
    public static <T> Array array(
            Connection connection,
            String type,
            Collection<T> rows,
            Function<T, ? extends @Nullable Object> value)
            throws SQLException {
        // The driver takes bytes in an array of their own type only.
        @Nullable Object[] values =
                type.equals("bytea") ? new byte[rows.size()][] : new @Nullable Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = value.apply(row);
        }
        return connection.createArrayOf(type, values);
    }
}
