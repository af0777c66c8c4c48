package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Statements that go to Postgres together and are executed there one after the other: the way there
 * and back is gone once instead of once for each. Each sees what those before it did. Use it in a
 * transaction; for statements of which there are few combinations, as the driver remembers each of
 * these; and not for more than one that may wait for long, since nothing is heard of any before all
 * have been executed, and a silent connection is taken for a broken one.
 *
 * <p>The driver sends the parts of a text with semicolons so (see <a
 * href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">
 * pipelining</a>).
 */
public final class Pipeline {
    private final List<Part> parts = new ArrayList<>();

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    public interface Parameters {
        /**
         * Sets them.
         *
         * @param first the number of the first one
         * @return the number behind the last one
         */
        int set(PreparedStatement statement, int first) throws SQLException;
    }

    /** What is made of the rows of a statement. */
    @FunctionalInterface
    public interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Adds a statement whose result is of no matter. */
    public void add(String sql, Parameters parameters) {
        parts.add(new Part(sql, parameters, _ -> {}));
    }

    /** Adds a query; what is made of its rows is there when the pipeline has run. */
    public <T> Result<T> query(String sql, Parameters parameters, Rows<T> rows) {
        Result<T> result = new Result<>();
        parts.add(new Part(sql, parameters, found -> result.value = rows.read(found)));
        return result;
    }

    /** Executes all; none is left then. */
    public void run(Connection connection) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        String sql = parts.stream().map(Part::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            for (Part part : parts) {
                next = part.parameters().set(statement, next);
            }
            statement.execute();
            for (Part part : parts) {
                try (ResultSet rows = statement.getResultSet()) {
                    if (rows != null) {
                        part.reader().read(rows);
                    }
                }
                statement.getMoreResults();
            }
        }
        parts.clear();
    }

    /** What a query has found. */
    public static final class Result<T> {
        private @Nullable T value;

        private Result() {}

        /** To be called when the pipeline has run. */
        public T get() {
            return Objects.requireNonNull(value);
        }
    }

    @FunctionalInterface
    private interface Reader {
        void read(ResultSet rows) throws SQLException;
    }

    private record Part(String sql, Parameters parameters, Reader reader) {}
}
