package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The insert of any number of rows into one table with one statement: {@code INSERT INTO t (…)
 * SELECT … FROM unnest(?::uuid[], …) ON CONFLICT DO NOTHING}. A row that is there already stays as
 * it is: its id says that it is the same one. Only where a flag says that parts of it are unknown
 * are these filled in, see {@link Builder#fillingIn}.
 *
 * @param <R> the row's type
 */
public final class BulkInsert<R> {
    private final String table;
    private final ParameterRows<R> parameters;
    private final String sql;
    private final String sqlOfNew;

    private BulkInsert(String table, List<Column<R>> columns, String onConflict) {
        this.table = table;
        this.parameters =
                new ParameterRows<>(
                        columns.stream()
                                .map(it -> new ParameterRows.Column<R>(it.arrayType(), it.value()))
                                .toList());
        this.sqlOfNew = parameters.texts(rows -> sql(table, columns, rows)).many();
        this.sql = sqlOfNew + " ON CONFLICT " + onConflict;
    }

    public static <R> Builder<R> into(String table) {
        return new Builder<>(table);
    }

    public RowInsert<R> row(R row) {
        return new RowInsert<>(this, row);
    }

    public String table() {
        return table;
    }

    long bytes(R row) {
        return parameters.columns().stream()
                .mapToLong(column -> SqlArrays.bytes(column.value().apply(row)))
                .sum();
    }

    /** Inserts in the connection's transaction. */
    public void insert(Connection connection, List<R> rows) throws SQLException {
        if (!AllAnew.inserted(connection, rows.size(), it -> insert(it, sqlOfNew, rows))) {
            insert(connection, sql, rows);
        }
    }

    /** The same, with the pipeline's other statements if the rows are few. */
    public void insert(Connection connection, Pipeline pipeline, List<R> rows) throws SQLException {
        if (rows.size() < AllAnew.MANY) {
            pipeline.add(sql, (statement, first) -> parameters.setMany(statement, first, rows));
        } else {
            pipeline.run(connection);
            insert(connection, rows);
        }
    }

    private int insert(Connection connection, String statementText, List<R> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statementText)) {
            parameters.setMany(statement, 1, rows);
            return statement.executeUpdate();
        }
    }

    private static <R> String sql(String table, List<Column<R>> columns, String rows) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String values =
                columns.stream()
                        .map(column -> column.name() + "::" + column.type())
                        .collect(Collectors.joining(", "));
        return "INSERT INTO %s (%s) SELECT %s FROM %s AS row_values (%s)"
                .formatted(table, names, values, rows, names);
    }

    /**
     * A column.
     *
     * @param type its type in Postgres
     * @param arrayType the type in which the driver sends it; text for what the driver has no
     *     arrays of
     */
    record Column<R>(
            String name, String type, String arrayType, Function<R, @Nullable Object> value) {}

    /** The columns, as they are collected. */
    public static final class Builder<R> {
        private final String table;
        private final List<Column<R>> columns = new ArrayList<>();
        private String onConflict = "DO NOTHING";

        private Builder(String table) {
            this.table = table;
        }

        public Builder<R> uuid(String name, Function<R, @Nullable Object> value) {
            return column(name, "uuid", "uuid", value);
        }

        public Builder<R> text(String name, Function<R, @Nullable Object> value) {
            return column(name, "text", "text", value);
        }

        /** A JSON document, given as text. */
        public Builder<R> json(String name, Function<R, @Nullable Object> value) {
            return column(name, "jsonb", "text", value);
        }

        public Builder<R> integer(String name, Function<R, @Nullable Object> value) {
            return column(name, "integer", "integer", value);
        }

        public Builder<R> bigint(String name, Function<R, @Nullable Object> value) {
            return column(name, "bigint", "bigint", value);
        }

        /** Bytes; the driver takes null among them as well. */
        public Builder<R> bytes(String name, Function<R, @Nullable Object> value) {
            return column(name, "bytea", "bytea", value);
        }

        /** A moment, given as text in the form of ISO 8601. */
        public Builder<R> moment(String name, Function<R, @Nullable Object> value) {
            return column(name, "timestamptz", "text", value);
        }

        public Builder<R> bool(String name, Function<R, @Nullable Object> value) {
            return column(name, "boolean", "boolean", value);
        }

        /**
         * Gives columns, where they are null, to a row that is there already and has the flag set,
         * and takes the flag away.
         *
         * @param changing those that are changed more than once (see {@link ColumnUpdate}): what
         *     has been changed since, to null as well, stays
         * @param fixed those that never change
         */
        public Builder<R> fillingIn(String flag, List<String> changing, List<String> fixed) {
            Stream<String> filled =
                    Stream.concat(
                            changing.stream()
                                    .map(name ->
                                            """
                                            %1$s = CASE WHEN %2$s.%1$s_as_of_nanos IS NULL
                                                THEN coalesce(%2$s.%1$s, EXCLUDED.%1$s) ELSE %2$s.%1$s END
                                            """
                                                    .formatted(name, table)),
                            fixed.stream()
                                    .map(name ->
                                            "%1$s = coalesce(%2$s.%1$s, EXCLUDED.%1$s)"
                                                    .formatted(name, table)));
            onConflict =
                    "(id) DO UPDATE SET %s, %s = false WHERE %s.%s"
                            .formatted(filled.collect(Collectors.joining(", ")), flag, table, flag);
            return this;
        }

        private Builder<R> column(
                String name, String type, String arrayType, Function<R, @Nullable Object> value) {
            columns.add(new Column<>(name, type, arrayType, value));
            return this;
        }

        public BulkInsert<R> build() {
            return new BulkInsert<>(table, columns, onConflict);
        }
    }
}
