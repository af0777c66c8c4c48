package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * A pool whose connections are to a server that can be written. A connection that this was not
 * asked of for a second is asked before it is lent: a server may have been made read-only in place,
 * or a pooler in between may lead to another one, and what is read there would be out of date.
 */
class PrimaryPool implements DataSource {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HikariDataSource pool;
    private final ConnectionFaults faults;
    private final @Nullable PrimarySource source;

    /** When each connection of the driver was last asked; it is forgotten with the connection. */
    private final Map<PGConnection, Long> asked = Collections.synchronizedMap(new WeakHashMap<>());

    PrimaryPool(HikariDataSource pool, ConnectionFaults faults) {
        this.pool = pool;
        this.faults = faults;
        this.source = pool.getDataSource() instanceof PrimarySource primary ? primary : null;
        if (source != null) {
            source.serves(pool);
        }
        faults.concern(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection first = take();
        if (isGood(first)) {
            return first;
        }
        // Its like are no better; a new one is.
        giveUp(first);
        faults.replaceAll();
        Connection second = take();
        if (isGood(second)) {
            return second;
        }
        giveUp(second);
        throw ReadOnlyServer.fault();
    }

    private Connection take() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            SQLException why = source == null ? null : source.failure();
            if (why == null) {
                throw new PostgresUnavailable("No connection to Postgres was free", e);
            }
            throw new SQLTransientConnectionException(why.getMessage(), why.getSQLState(), why);
        }
    }

    /** Also false for a connection that has broken while nobody used it. */
    private boolean isGood(Connection connection) {
        try {
            PGConnection driver = connection.unwrap(PGConnection.class);
            long now = System.nanoTime();
            Long before = asked.get(driver);
            if (before != null && now - before < FRESH_NANOS) {
                return true;
            }
            boolean good = !ReadOnlyServer.is(connection);
            if (good) {
                asked.put(driver, now);
            }
            return good;
        } catch (SQLException e) {
            return false;
        }
    }

    private void giveUp(Connection connection) throws SQLException {
        pool.evictConnection(connection);
        connection.close();
    }

    /** How long one waits for a connection that is in use. */
    long patienceMillis() {
        return pool.getConnectionTimeout();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the pool has one user");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
