package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * The source of a pool's new connections, which lead to a server that can be written.
 *
 * <p>While there is none it goes on asking. The pool would leave longer and longer pauses between
 * two tries, of up to five seconds, and so notice a failover's end that much later.
 */
final class PrimarySource implements DataSource {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LAST_TRY_SECONDS = 3;

    private final HikariConfig configuration;
    private @Nullable DataSource driver;
    private volatile @Nullable HikariDataSource pool;
    private volatile @Nullable SQLException failure;

    PrimarySource(HikariConfig configuration) {
        this.configuration = configuration;
    }

    /** The pool that is served; once it is closed nobody asks any more. */
    void serves(HikariDataSource served) {
        pool = served;
    }

    /** Why there is no new connection at present; null where the last try succeeded. */
    @Nullable SQLException failure() {
        return failure;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = writable(driver().getConnection());
                failure = null;
                return connection;
            } catch (SQLException e) {
                SQLException known = ReadOnlyServer.recognised(e);
                failure = known;
                if (isOver() || !PostgresFaults.isTransient(known)) {
                    throw known;
                }
            }
            pause();
        }
    }

    private static Connection writable(Connection connection) throws SQLException {
        try {
            if (ReadOnlyServer.is(connection)) {
                throw ReadOnlyServer.fault();
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private boolean isOver() {
        HikariDataSource served = pool;
        return served != null && served.isClosed();
    }

    private void pause() throws SQLException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    /** Made when it is needed: whoever starts the embedded Postgres knows its URL only then. */
    private synchronized DataSource driver() {
        DataSource made = driver;
        if (made == null) {
            made = driver(configuration, properties(configuration));
            driver = made;
        }
        return made;
    }

    /** Connections straight from the driver. */
    static DataSource driver(HikariConfig configuration, Properties properties) {
        return driver(configuration, properties, configuration.getCredentials());
    }

    /** The same, for another role. */
    static DataSource driver(
            HikariConfig configuration, Properties properties, Credentials credentials) {
        return new DriverDataSource(
                configuration.getJdbcUrl(),
                configuration.getDriverClassName(),
                properties,
                credentials.getUsername(),
                credentials.getPassword());
    }

    /**
     * The driver's properties as texts. It passes over whatever is none, the numbers of its time
     * limits among them.
     */
    static Properties properties(HikariConfig configuration) {
        Properties texts = new Properties();
        configuration
                .getDataSourceProperties()
                .forEach((name, value) -> texts.setProperty(name.toString(), value.toString()));
        return texts;
    }

    /** The pool knows user and password from the same configuration. */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return driver().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        driver().setLogWriter(out);
    }

    // The driver has a setting of its own for it; the pool's would be for the whole process.
    @Override
    public void setLoginTimeout(int seconds) {}

    /** How long a pool that is closed waits for the try under way. */
    @Override
    public int getLoginTimeout() {
        return LAST_TRY_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver().getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return driver().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return driver().isWrapperFor(type);
    }
}
