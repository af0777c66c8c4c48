package global.pryzma.ledger.audit;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.postgres.rows.SqlParameters;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * The reading of events. One filter is served by its index, and leads to the rows themselves;
 * further ones are looked for among a bounded number of these, so that a page may be short.
 */
@Singleton
final class ReadAudit {
    /** The rows that one page looks through. */
    private static final int LOOKED_THROUGH = 1_000;

    private static final String BY_INDEX =
            "SELECT %s FROM audit_event WHERE %s = ? AND -sequence > ? AND -sequence <= ? ORDER BY"
                    + " -sequence LIMIT ?";

    private static final String ALL =
            "SELECT %s FROM audit_event WHERE sequence < ? AND sequence >= ? ORDER BY sequence DESC LIMIT ?"
                    .formatted(AuditRow.COLUMNS);

    /** Times and numbers have the same order. */
    private static final String FIRST =
            "SELECT sequence FROM audit_event WHERE at >= ? ORDER BY at, sequence LIMIT 1";

    private final DataSource pool;
    private final Listing listing;

    ReadAudit(DataSource pool, Listing listing) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
        this.listing = listing;
    }

    /**
     * A page of events.
     *
     * @param operator whose organisation alone can use the page's cursor
     */
    Page<AuditEventResponse> page(UUID operator, PageRequest request) {
        AuditFilter filter = AuditFilter.of(request);
        return listing.lookedThrough(
                operator,
                "audit events with " + filter.name(),
                request,
                (before, limit) -> look(filter, before, limit));
    }

    private Listing.Looked<AuditEventResponse> look(AuditFilter filter, long before, int limit) {
        int rows = filter.equal().size() > 1 ? LOOKED_THROUGH : limit + 1;
        List<AuditRow> found;
        try (Connection connection = pool.getConnection()) {
            found = rows(connection, filter, before, rows);
        } catch (SQLException e) {
            throw new IllegalStateException("The audit was not read", e);
        }
        List<AuditEventResponse> items = new ArrayList<>();
        int looked = 0;
        while (looked < found.size() && items.size() < limit) {
            AuditRow row = found.get(looked++);
            if (filter.holds(row)) {
                items.add(AuditEventResponse.of(row));
            }
        }
        boolean more = looked < found.size() || found.size() == rows;
        return new Listing.Looked<>(
                items, more, looked == 0 ? before : found.get(looked - 1).sequence());
    }

    private static List<AuditRow> rows(
            Connection connection, AuditFilter filter, long before, int limit) throws SQLException {
        long lowest = first(connection, filter.from(), 1);
        long end = Math.min(before, first(connection, filter.to(), Listing.NEWEST));
        return filter.equal().isEmpty()
                ? read(connection, ALL, end, lowest, limit)
                : read(
                        connection,
                        BY_INDEX.formatted(AuditRow.COLUMNS, filter.equal().getFirst().column()),
                        filter.equal().getFirst().value(),
                        -end,
                        -lowest,
                        limit);
    }

    /** The number of the first row from that moment on; where there is none, one beyond all. */
    private static long first(Connection connection, @Nullable Instant moment, long otherwise)
            throws SQLException {
        if (moment == null) {
            return otherwise;
        }
        try (PreparedStatement query = connection.prepareStatement(FIRST)) {
            SqlParameters.set(query, moment.atOffset(ZoneOffset.UTC));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : Listing.NEWEST;
            }
        }
    }

    private static List<AuditRow> read(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            SqlParameters.set(query, parameters);
            List<AuditRow> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(AuditRow.read(rows));
                }
            }
            return found;
        }
    }
}
