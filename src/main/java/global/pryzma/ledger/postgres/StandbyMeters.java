package global.pryzma.ledger.postgres;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

/** The standbys that commits wait for, as the primary tells. What is a minute old is not told. */
@Singleton
final class StandbyMeters {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyMeters.class);

    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long STALE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Who may not see the others' sessions sees that they are there, and nothing of them. */
    private static final String LOOK =
            """
            SELECT current_setting('synchronous_standby_names') <> '',
                count(*) FILTER (WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')),
                count(*) = count(state)
            FROM pg_stat_replication\
            """;

    private final DataSource writer;
    private volatile @Nullable Look last;
    private long lookedAt = System.nanoTime() - INTERVAL_NANOS;

    StandbyMeters(Metrics metrics, @Named(WriterPool.NAME) DataSource writer) {
        this.writer = DelegatingDataSource.unwrapDataSource(writer);
        metrics.measure(
                Metric.POSTGRES_STANDBY_REQUIRED,
                () -> {
                    Look known = fresh();
                    return known == null ? Double.NaN : known.required() ? 1 : 0;
                });
        metrics.measure(
                Metric.POSTGRES_STANDBY_SYNCHRONOUS,
                () -> {
                    Look known = fresh();
                    return known == null || !known.visible() ? Double.NaN : known.synchronous();
                });
    }

    private record Look(boolean required, int synchronous, boolean visible, long at) {}

    private @Nullable Look fresh() {
        Look known = last;
        return known == null || System.nanoTime() - known.at() > STALE_NANOS ? null : known;
    }

    /** Looks, if that is some time ago. */
    void look() {
        long now = System.nanoTime();
        if (now - lookedAt < INTERVAL_NANOS) {
            return;
        }
        lookedAt = now;
        try (Connection connection = writer.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            last = new Look(row.getBoolean(1), row.getInt(2), row.getBoolean(3), now);
        } catch (SQLException e) { // the check of writes tells that
            LOG.debug("Postgres does not tell of its standbys", e);
        }
    }
}
