package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Rows that are the parameters of a statement. Many come as an array for each column, so that one
 * text does for any number. To take the arrays apart costs Postgres more than to write a row, and
 * so one that is alone comes value by value, with a text of its own.
 */
public record ParameterRows<T>(List<Column<T>> columns) {
    /**
     * A column.
     *
     * @param type its name in Postgres
     */
    public record Column<T>(String type, Function<T, ? extends @Nullable Object> value) {}

    /** The texts of a statement. */
    public record Texts(String one, String many) {
        /** The one for so many rows. */
        public String of(int rows) {
            return rows == 1 ? one : many;
        }
    }

    public ParameterRows {
        columns = List.copyOf(columns);
    }

    /** The texts of a statement, made of what it selects the rows from. */
    public Texts texts(UnaryOperator<String> text) {
        return new Texts(
                text.apply("(VALUES (" + placeholders("?::%s") + "))"),
                text.apply("unnest(" + placeholders("?::%s[]") + ")"));
    }

    private String placeholders(String form) {
        return columns.stream()
                .map(column -> form.formatted(column.type()))
                .collect(Collectors.joining(", "));
    }

    /** Sets the parameters of the text for these rows. */
    public void set(PreparedStatement statement, List<T> rows) throws SQLException {
        set(statement, 1, rows);
    }

    /**
     * The same.
     *
     * @param first the number of the first parameter
     * @return the number behind the last one
     */
    public int set(PreparedStatement statement, int first, List<T> rows) throws SQLException {
        return rows.size() == 1
                ? setOne(statement, first, rows.getFirst())
                : setMany(statement, first, rows);
    }

    /**
     * Sets the parameters of the text for many rows, whose number may be one.
     *
     * @param first the number of the first parameter
     * @return the number behind the last one
     */
    public int setMany(PreparedStatement statement, int first, List<T> rows) throws SQLException {
        int next = first;
        for (Column<T> column : columns) {
            statement.setArray(
                    next++,
                    SqlArrays.array(
                            statement.getConnection(), column.type(), rows, column.value()));
        }
        return next;
    }

    /** Each always with the same type, or the driver would have the statement planned anew. */
    private int setOne(PreparedStatement statement, int first, T row) throws SQLException {
        int next = first;
        for (Column<T> column : columns) {
            Object value = column.value().apply(row);
            if (value == null) {
                statement.setNull(next++, nullType(column));
            } else {
                statement.setObject(next++, value);
            }
        }
        return next;
    }

    private int nullType(Column<T> column) {
        return switch (column.type()) {
            case "text" -> Types.VARCHAR;
            case "integer" -> Types.INTEGER;
            case "bytea" -> Types.BINARY;
            default -> Types.OTHER;
        };
    }
}
