package global.pryzma.ledger.postgres;

import global.pryzma.ledger.job.Job;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

import javax.sql.DataSource;

/**
 * The clock of Postgres, as this instance knows it: asked for every few seconds, and carried on by
 * the time that has passed since. All instances have this one clock, so that it does not matter
 * what theirs show: an age is the same for everyone, and a token ends everywhere at once.
 */
@Singleton
public final class PostgresClock extends Clock implements Job {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final DataSource pool;
    private volatile @Nullable Reading last;

    PostgresClock(DataSource pool) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    private record Reading(Instant instant, long nanoTime) {
        Instant now() {
            return instant.plusNanos(System.nanoTime() - nanoTime);
        }
    }

    @Override
    public Instant instant() {
        Reading known = last;
        return (known == null ? read() : known).now();
    }

    private Reading read() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            long before = System.nanoTime();
            try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
                row.next();
                Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
                Reading reading = new Reading(there, before + (System.nanoTime() - before) / 2);
                last = reading;
                return reading;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Postgres did not tell the time", e);
        }
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Sharing sharing() {
        return Sharing.OWN;
    }

    @Override
    public void run() {
        read();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are UTC here");
    }
}
