package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.PostgresState;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * The stored history as this instance last read it. However many ask, it is read at most once in
 * two seconds, and for at most a fiftieth of the time; nobody waits for it longer than a second,
 * nor at all while Postgres is known to be away.
 */
@Singleton
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int SHARE = 50;

    private final Journal journal;
    private final DataSource pool;
    private volatile @Nullable Snapshot last;
    private @Nullable CompletableFuture<Boolean> reading;
    private long notBefore = System.nanoTime();

    History(Journal journal, DataSource pool) {
        this.journal = journal;
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    /** What is known, a few seconds old at most if Postgres answers; empty before it ever did. */
    Optional<Snapshot> read() {
        if (journal.postgres() instanceof PostgresState.Writable) {
            CompletableFuture<Boolean> now = refresh();
            if (now != null) {
                await(now);
            }
        }
        return Optional.ofNullable(last);
    }

    private synchronized @Nullable CompletableFuture<Boolean> refresh() {
        boolean underWay = reading != null && !reading.isDone();
        if (!underWay && System.nanoTime() - notBefore >= 0) {
            // A thread of its own: a request that ends must not end it, nor lend its share.
            reading =
                    CompletableFuture.supplyAsync(
                            this::load,
                            task -> Thread.ofVirtual().name("availability").start(task));
            underWay = true;
        }
        return underWay ? reading : null;
    }

    private static void await(CompletableFuture<Boolean> reading) {
        try {
            reading.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // What was known before has to do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads it; false if that failed. */
    private boolean load() {
        long began = System.nanoTime();
        try (Connection connection = pool.getConnection()) {
            last = HistoryReader.read(connection);
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The history of availability was not read", e);
            return false;
        } finally {
            long took = System.nanoTime() - began;
            synchronized (this) {
                notBefore = began + Math.max(FRESH.toNanos(), SHARE * took);
            }
        }
    }
}
