package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/** Reaches into a Postgres, past the service. */
public final class Sql {
    private Sql() {}

    /** Runs one statement in the Postgres of a service; how many rows it changed. */
    public static int run(ServiceUnderTest service, String sql, Object... parameters) {
        return with(() -> connect(service), connection -> run(connection, sql, parameters));
    }

    /** The same in the Postgres that a URL names. */
    public static int run(String url, String sql, Object... parameters) {
        return with(
                () -> DriverManager.getConnection(url),
                connection -> run(connection, sql, parameters));
    }

    /** The same on a connection, which stays as it is. */
    public static int run(Connection connection, String sql, Object... parameters) {
        return with(connection, sql, parameters, PreparedStatement::executeUpdate);
    }

    /** The number that a query answers with. */
    public static long number(ServiceUnderTest service, String sql, Object... parameters) {
        return with(() -> connect(service), connection -> number(connection, sql, parameters));
    }

    public static long number(String url, String sql, Object... parameters) {
        return with(
                () -> DriverManager.getConnection(url),
                connection -> number(connection, sql, parameters));
    }

    public static long number(Connection connection, String sql, Object... parameters) {
        return with(
                connection,
                sql,
                parameters,
                statement -> {
                    try (ResultSet found = statement.executeQuery()) {
                        assertThat(found.next()).as(sql).isTrue();
                        return found.getLong(1);
                    }
                });
    }

    /** How many others wait for a lock, in this database. */
    public static long waiting(Connection connection) {
        return number(
                connection,
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    /** One of the service's own connections, to be closed by the caller. */
    public static Connection connect(ServiceUnderTest service) throws SQLException {
        return DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class))
                .getConnection();
    }

    /** Where the Postgres of a service is. */
    public static String url(ServiceUnderTest service) {
        return service.bean(DatasourceConfiguration.class).getUrl();
    }

    /**
     * A connection besides the service's own, with a transaction for locks that stand in its way.
     */
    public static Connection connectBeside(ServiceUnderTest service) throws SQLException {
        DatasourceConfiguration postgres = service.bean(DatasourceConfiguration.class);
        Connection connection =
                DriverManager.getConnection(
                        postgres.getUrl(), postgres.getUsername(), postgres.getPassword());
        connection.setAutoCommit(false);
        return connection;
    }

    /** Until the end of its transaction nobody else reads or writes the table. */
    public static void lock(Connection connection, String table) {
        run(connection, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    private static <T> T with(Connecting connecting, Work<Connection, T> work) {
        try (Connection connection = connecting.connect()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T with(
            Connection connection,
            String sql,
            Object[] parameters,
            Work<PreparedStatement, T> work) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return work.on(statement);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private interface Connecting {
        Connection connect() throws SQLException;
    }

    private interface Work<S, T> {
        T on(S subject) throws SQLException;
    }
}
