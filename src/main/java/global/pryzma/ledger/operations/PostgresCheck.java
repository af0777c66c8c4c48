package global.pryzma.ledger.operations;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

/**
 * The check whether Postgres answers and has our tables. However many ask, there is one check a
 * second, and nobody waits longer than {@link #LIMIT}.
 */
@Singleton
final class PostgresCheck {
    private static final Logger log = LoggerFactory.getLogger(PostgresCheck.class);

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMillis(1500);

    private final DataSource dataSource;
    private final Executor executor = task -> Thread.ofVirtual().name("postgres-check").start(task);
    private final AtomicBoolean down = new AtomicBoolean();
    private @Nullable CompletableFuture<Boolean> latest;
    private long latestBegan;

    PostgresCheck(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    boolean isUp() {
        return current()
                .copy()
                .completeOnTimeout(false, LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private synchronized CompletableFuture<Boolean> current() {
        long now = System.nanoTime();
        if (latest == null || (latest.isDone() && now - latestBegan > FRESH.toNanos())) {
            latestBegan = now;
            latest = CompletableFuture.supplyAsync(this::ask, executor);
        }
        return latest;
    }

    private boolean ask() {
        try (Connection connection =
                        DelegatingDataSource.unwrapDataSource(dataSource).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM genesis");
            if (down.compareAndSet(true, false)) {
                log.info("Postgres answers again");
            }
            return true;
        } catch (SQLException e) {
            if (down.compareAndSet(false, true)) {
                log.error("Postgres does not answer: {}", e.getMessage());
            }
            return false;
        }
    }
}
