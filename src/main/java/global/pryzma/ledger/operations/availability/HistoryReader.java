package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.ServiceStatus;
import global.pryzma.ledger.postgres.rows.SqlParameters;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What is read of {@code service_instance} and {@code availability_period}; all of it bounded. */
final class HistoryReader {
    /** What the status page looks back on. */
    static final Duration HISTORY = Duration.ofDays(90);

    /** The instances of 90 days that are looked at, the last ones seen. */
    private static final int LIVES = 5_000;

    /** The periods of 90 days that are looked at, the youngest. */
    private static final int TROUBLES = 10_000;

    private static final String SELECT_LIVES =
            """
            SELECT id, version, started_at, last_seen,
                stopped_at IS NULL AND last_seen > now() - ? * interval '1 second', now()
            FROM service_instance WHERE last_seen > now() - ? * interval '1 second'
            ORDER BY last_seen DESC LIMIT ?\
            """;

    private static final String SELECT_TROUBLES =
            """
            SELECT instance_id, component, number, status, cause, from_at, to_at
            FROM availability_period
            WHERE status <> 'available' AND (to_at IS NULL OR to_at > now() - ? * interval '1 second')
            ORDER BY from_at DESC LIMIT ?\
            """;

    /**
     * Those that began in the time, and of every instance that lived at its beginning the one that
     * went on then of each component. What a dead instance has left open ended with it.
     */
    private static final String SELECT_PERIODS =
            """
            SELECT p.instance_id, p.component, p.number, p.status, p.cause, p.from_at,
                CASE WHEN p.to_at IS NULL AND (i.stopped_at IS NOT NULL
                        OR i.last_seen < now() - ? * interval '1 second')
                    THEN greatest(p.from_at, i.last_seen) ELSE p.to_at END
            FROM (
                (SELECT * FROM availability_period WHERE from_at >= ? AND from_at < ?
                    ORDER BY from_at DESC LIMIT ?)
                UNION ALL
                (SELECT q.* FROM (SELECT id, last_seen FROM service_instance
                            WHERE last_seen > ? AND started_at < ? ORDER BY last_seen LIMIT ?) l
                    CROSS JOIN unnest(ARRAY['transfers', 'queries', 'postgres', 'sweep'])
                        AS c (component)
                    CROSS JOIN LATERAL (SELECT * FROM availability_period
                        WHERE instance_id = l.id AND component = c.component AND from_at < ?
                        ORDER BY from_at DESC LIMIT 1) q
                    WHERE coalesce(q.to_at, l.last_seen) > ?)) p
            LEFT JOIN service_instance i ON i.id = p.instance_id
            ORDER BY p.from_at DESC LIMIT ?\
            """;

    private HistoryReader() {}

    static Snapshot read(Connection connection) throws SQLException {
        List<Life> lives = new ArrayList<>();
        long seconds = HISTORY.toSeconds();
        Instant now = Instant.EPOCH;
        long nanos = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(SELECT_LIVES)) {
            statement.setLong(1, Heartbeat.SILENCE.toSeconds());
            statement.setLong(2, seconds);
            statement.setInt(3, LIVES);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    now = instant(row, 6);
                    lives.add(life(row, now));
                }
            }
        }
        if (lives.isEmpty()) {
            return new Snapshot(now(connection), nanos, lives, List.of(), Instant.MIN);
        }
        List<SeenPeriod> troubles = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT_TROUBLES)) {
            statement.setLong(1, seconds);
            statement.setInt(2, TROUBLES);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    troubles.add(period(row));
                }
            }
        }
        Instant knownFrom = Instant.MIN;
        if (lives.size() == LIVES) {
            knownFrom = lives.getLast().to();
        }
        if (troubles.size() == TROUBLES && troubles.getLast().from().isAfter(knownFrom)) {
            knownFrom = troubles.getLast().from();
        }
        return new Snapshot(now, nanos, List.copyOf(lives), List.copyOf(troubles), knownFrom);
    }

    private static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT now()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return instant(row, 1);
        }
    }

    /** The periods of a time, newest first. */
    static List<SeenPeriod> periods(Connection connection, Instant from, Instant to, int limit)
            throws SQLException {
        OffsetDateTime begin = from.atOffset(ZoneOffset.UTC);
        long silence = Heartbeat.SILENCE.toSeconds();
        List<SeenPeriod> periods = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT_PERIODS)) {
            SqlParameters.set(
                    statement,
                    silence,
                    begin,
                    to.atOffset(ZoneOffset.UTC),
                    limit,
                    begin,
                    begin,
                    limit,
                    begin,
                    begin,
                    limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    periods.add(period(row));
                }
            }
        }
        return periods;
    }

    private static Life life(ResultSet row, Instant now) throws SQLException {
        boolean isAlive = row.getBoolean(5);
        Instant seen = instant(row, 4);
        return new Life(
                row.getObject(1, UUID.class),
                row.getString(2),
                instant(row, 3),
                isAlive && now.isAfter(seen) ? now : seen,
                isAlive);
    }

    private static SeenPeriod period(ResultSet row) throws SQLException {
        String cause = row.getString(5);
        return new SeenPeriod(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getInt(3),
                ServiceStatus.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                cause == null ? null : Cause.of(cause),
                instant(row, 6),
                instantIfAny(row, 7));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantIfAny(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
