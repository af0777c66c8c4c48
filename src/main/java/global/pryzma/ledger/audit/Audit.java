package global.pryzma.ledger.audit;

import global.pryzma.ledger.postgres.OnlyByIndex;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

/**
 * The noting of what is no mutation, in a transaction of its own. What a mutation does is noted in
 * the one that records it, see {@link AuditEvent#noted}.
 */
@Singleton
public final class Audit {
    private final DataSource pool;

    Audit(DataSource pool) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    public void append(List<AuditEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (Connection connection = pool.getConnection()) {
            append(connection, events);
        }
    }

    /** Begins and ends a transaction. */
    private static void append(Connection connection, List<AuditEvent> events) throws SQLException {
        connection.setAutoCommit(false);
        try {
            appendWithin(connection, events);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * Appends as the last thing in the connection's transaction, for a command's own connection.
     */
    public static void appendWithin(Connection connection, List<AuditEvent> events)
            throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(OnlyByIndex.IN_THIS_TRANSACTION);
        }
        AuditTable.INSTANCE.append(connection, events);
    }
}
