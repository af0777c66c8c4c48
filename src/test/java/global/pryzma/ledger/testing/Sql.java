package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/** Reaches into the service's Postgres, past the service. */
public final class Sql {
    private Sql() {}

    /** Runs one statement and tells how many rows it changed. */
    public static int run(ServiceUnderTest service, String sql, Object... parameters) {
        return with(service, sql, parameters, PreparedStatement::executeUpdate);
    }

    /** The number that a query answers with. */
    public static long number(ServiceUnderTest service, String sql, Object... parameters) {
        return with(
                service,
                sql,
                parameters,
                statement -> {
                    try (ResultSet found = statement.executeQuery()) {
                        assertThat(found.next()).as(sql).isTrue();
                        return found.getLong(1);
                    }
                });
    }

    /** A connection of its own, to be closed by the caller. */
    public static Connection connect(ServiceUnderTest service) throws SQLException {
        return DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class))
                .getConnection();
    }

    private static <T> T with(
            ServiceUnderTest service, String sql, Object[] parameters, Work<T> work) {
        try (Connection connection = connect(service);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return work.on(statement);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
