package global.pryzma.ledger.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The Postgres behind the tests: the embedded one; or a database of its own in the server whose
 * JDBC URL is in the environment variable {@code POSTGRES_TEST_URL}, or in a container, where the
 * environment asks for {@link Containers}. The URL names a database and, as parameters, a user who
 * may create others.
 */
public final class TestPostgres implements AutoCloseable {
    private final Optional<String> serverUrl;
    private final String database = "pryzma_test_" + UUID.randomUUID().toString().replace("-", "");

    private TestPostgres(Optional<String> serverUrl) {
        this.serverUrl = serverUrl;
        run("CREATE DATABASE " + database);
    }

    public static TestPostgres open() {
        return new TestPostgres(givenUrl().or(Containers::postgresUrl));
    }

    /** A database in the server that the environment names, if it names one. */
    public static Optional<TestPostgres> given() {
        return givenUrl().map(url -> new TestPostgres(Optional.of(url)));
    }

    /** Whether the environment names a server. */
    public static boolean isGiven() {
        return givenUrl().isPresent();
    }

    private static Optional<String> givenUrl() {
        return Optional.ofNullable(System.getenv("POSTGRES_TEST_URL"))
                .filter(url -> !url.isBlank());
    }

    public Map<String, Object> properties() {
        return serverUrl
                .map(url -> Map.<String, Object>of("datasources.default.url", databaseUrl(url)))
                .orElse(Map.of());
    }

    private String databaseUrl(String url) {
        int parameters = url.indexOf('?');
        String server = parameters < 0 ? url : url.substring(0, parameters);
        return server.substring(0, server.lastIndexOf('/') + 1)
                + database
                + (parameters < 0 ? "" : url.substring(parameters));
    }

    @Override
    public void close() {
        run("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private void run(String sql) {
        if (serverUrl.isEmpty()) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(serverUrl.get());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
