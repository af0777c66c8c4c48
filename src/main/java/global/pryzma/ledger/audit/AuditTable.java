package global.pryzma.ledger.audit;

import global.pryzma.ledger.postgres.rows.AppendOnly;
import global.pryzma.ledger.postgres.rows.SqlArrays;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The end of {@code audit_event}, to which rows are added. There is one chain of them for all
 * instances: whoever adds to it holds a lock of Postgres until his transaction ends, so that nobody
 * builds on a row that may not come to be. There is no other memory of the end than the last row.
 */
final class AuditTable implements AppendOnly<AuditEvent> {
    static final AuditTable INSTANCE = new AuditTable();

    private static final Logger LOG = LoggerFactory.getLogger(AuditTable.class);

    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended('audit_event', 0))";

    /** A statement of its own: it sees what was committed while the one before waited. */
    private static final String END =
            """
            SELECT sequence, at, hash, clock_timestamp() FROM (SELECT 1) one
            LEFT JOIN LATERAL (SELECT sequence, at, hash FROM audit_event
                ORDER BY sequence DESC LIMIT 1) last ON true\
            """;

    private static final String KNOWN = "SELECT id FROM audit_event WHERE id = ANY (?)";

    private static final String INSERT =
            "INSERT INTO audit_event (%s) VALUES (%s)"
                    .formatted(AuditRow.COLUMNS, "?, ".repeat(13) + "?");

    private static final long ROW_BYTES = 512;

    private AuditTable() {}

    @Override
    public long bytes(AuditEvent event) {
        return ROW_BYTES;
    }

    @Override
    public void append(Connection connection, List<AuditEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.execute();
        }
        List<AuditEvent> fresh = unknown(connection, events);
        if (!fresh.isEmpty()) {
            insert(connection, following(end(connection), fresh));
        }
    }

    /**
     * Those that are not noted yet: a request that comes again when its record is gone is recorded
     * again.
     */
    private static List<AuditEvent> unknown(Connection connection, List<AuditEvent> events)
            throws SQLException {
        Set<UUID> known = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(KNOWN)) {
            Array ids = SqlArrays.uuids(connection, events, AuditEvent::id);
            query.setArray(1, ids);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return events.stream().filter(event -> known.add(event.id())).toList();
    }

    /** The last row, and the time, which is never before that of the last row. */
    private record End(long sequence, Instant at, byte[] hash, Instant now) {}

    private static End end(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(END);
                ResultSet row = query.executeQuery()) {
            row.next();
            byte[] hash = row.getBytes(3);
            Instant now = moment(row, 4);
            return hash == null
                    ? new End(0, now, AuditForm.BEFORE_THE_FIRST, now)
                    : new End(row.getLong(1), moment(row, 2), hash, now);
        }
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<AuditRow> following(End end, List<AuditEvent> events) {
        Instant at = end.now().isBefore(end.at()) ? end.at() : end.now();
        if (!day(at).equals(day(end.at()))) {
            // In another place than the table, it shows if the last rows of the day go missing.
            LOG.info(
                    "the audit of {} ends with row {} and hash {}",
                    day(end.at()),
                    end.sequence(),
                    HexFormat.of().formatHex(end.hash()));
        }
        List<AuditRow> rows = new ArrayList<>();
        long sequence = end.sequence();
        byte[] hash = end.hash();
        for (AuditEvent event : events) {
            AuditRow row = AuditRow.of(event, ++sequence, at, hash);
            rows.add(row);
            hash = row.hash();
        }
        return rows;
    }

    private static Instant day(Instant at) {
        return at.truncatedTo(ChronoUnit.DAYS);
    }

    private static void insert(Connection connection, List<AuditRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (AuditRow row : rows) {
                statement.setLong(1, row.sequence());
                statement.setObject(2, row.id());
                statement.setObject(3, time(row.at()));
                statement.setString(4, row.action());
                statement.setString(5, row.outcome());
                statement.setObject(6, row.organisation());
                statement.setString(7, row.clientId());
                statement.setString(8, row.address());
                statement.setObject(9, row.requestId());
                statement.setString(10, row.subject());
                statement.setObject(11, row.subjectOrganisation());
                statement.setLong(12, row.occurrences());
                statement.setObject(13, time(row.since()));
                statement.setBytes(14, row.hash());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
