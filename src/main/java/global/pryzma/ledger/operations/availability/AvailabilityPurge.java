package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.job.Job;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/** The job that ends what killed instances left open, and deletes what is too old. */
@Singleton
final class AvailabilityPurge implements Job {
    private static final int BATCH = 1_000;

    private final AvailabilitySettings settings;
    private final DataSource pool;
    private volatile boolean stopped;

    AvailabilityPurge(AvailabilitySettings settings, DataSource pool) {
        this.settings = settings;
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    @Override
    public String name() {
        return "availability-purge";
    }

    @Override
    public Duration interval() {
        return settings.purgeInterval();
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        try (Connection connection = pool.getConnection()) {
            HistoryTable.endThoseOfTheDead(connection);
            long seconds = settings.retention().toSeconds();
            int deleted;
            do {
                deleted = HistoryTable.purge(connection, seconds, BATCH);
            } while (deleted == BATCH && !stopped);
        } catch (SQLException e) {
            throw new IllegalStateException("The history of availability was not purged", e);
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
