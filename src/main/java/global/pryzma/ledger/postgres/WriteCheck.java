package global.pryzma.ledger.postgres;

import global.pryzma.ledger.operations.PostgresHealth;
import global.pryzma.ledger.operations.PostgresListener;
import global.pryzma.ledger.operations.PostgresState;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * The check whether Postgres can be written. Where the writer commits all the time nothing else is
 * asked; where it does not, Postgres is looked at, and written: a server that answers may be a
 * standby, or wait for one. However many ask, there is one look a second, and nobody waits longer
 * than {@link #LIMIT}.
 */
@Singleton
final class WriteCheck implements PostgresHealth {
    private static final Logger LOG = LoggerFactory.getLogger(WriteCheck.class);

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** After so long without a question it asks itself. */
    private static final Duration UNASKED = Duration.ofSeconds(5);

    /** The longest commit that nobody minds. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);

    /**
     * Fails where the tables are missing. A session in a commit is active since it began with it;
     * whoever waits for us to see it has our name.
     */
    private static final String LOOK =
            """
            SELECT (SELECT count(*) FROM genesis), count(*),
                1000 * extract(epoch FROM max(clock_timestamp() - state_change))
            FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = current_user
                AND datname = current_database()\
            """;

    /** The smallest transaction with something to commit; it touches no table. */
    private static final String WRITE = "SELECT pg_logical_emit_message(true, 'pryzma-ledger', '')";

    private final Writes writes;
    private final ConnectionFaults faults;
    private final DataSource writer;
    private final PostgresListener listener;
    private final Executor executor = task -> Thread.ofVirtual().name("write-check").start(task);
    private PostgresState known = new PostgresState.Writable();
    private @Nullable CompletableFuture<PostgresState> latest;
    private @Nullable CompletableFuture<PostgresState> probe;
    private long latestBegan;
    private long notedAt;
    private long faultsThen;

    WriteCheck(
            Writes writes,
            ConnectionFaults faults,
            @Named(WriterPool.NAME) DataSource writer,
            PostgresListener listener) {
        this.writes = writes;
        this.faults = faults;
        this.writer = DelegatingDataSource.unwrapDataSource(writer);
        this.listener = listener;
    }

    @Override
    public PostgresState state() {
        if (writes.committedWithin(FRESH) && !writes.isSuspicious(PATIENCE)) {
            return noted(new PostgresState.Writable());
        }
        return noted(
                current()
                        .copy()
                        .completeOnTimeout(
                                new PostgresState.Unavailable("Postgres did not answer in time"),
                                LIMIT.toMillis(),
                                TimeUnit.MILLISECONDS)
                        .join());
    }

    /**
     * The same where something looks wrong, or nobody has asked for some time: so it gets known
     * though nobody asks or writes.
     */
    void watch() {
        if (writes.isSuspicious(FRESH) || !isWell() || isLongAgo()) {
            state();
        }
    }

    private synchronized boolean isLongAgo() {
        return System.nanoTime() - notedAt > UNASKED.toNanos();
    }

    private synchronized boolean isWell() {
        return known instanceof PostgresState.Writable;
    }

    private synchronized CompletableFuture<PostgresState> current() {
        long now = System.nanoTime();
        boolean old = now - latestBegan > FRESH.toNanos() || faultsThen != faults.seen();
        if (latest == null || (latest.isDone() && old)) {
            latestBegan = now;
            faultsThen = faults.seen();
            latest = CompletableFuture.supplyAsync(() -> noted(ask()), executor);
        }
        return latest;
    }

    private PostgresState ask() {
        return switch (look(PATIENCE)) {
            case PostgresState.Writable _ -> write();
            case PostgresState.ReadOnly readOnly -> readOnly;
            case PostgresState.CommitsWait waiting -> waiting;
            case PostgresState.Unavailable unavailable -> unavailable;
        };
    }

    /**
     * Reads.
     *
     * @param patience how old a commit that waits may be
     */
    private PostgresState look(Duration patience) {
        try (Connection connection = writer.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            writes.setWaiting(row.getInt(2));
            Duration waiting = Duration.ofMillis(row.getLong(3));
            if (waiting.compareTo(patience) > 0) {
                return new PostgresState.CommitsWait(waiting, true);
            }
        } catch (SQLException e) {
            return of(e);
        }
        Duration ours = writes.oldest();
        if (ours.compareTo(PATIENCE) > 0) {
            return new PostgresState.CommitsWait(ours, false);
        }
        return writes.exhaustion().map(WriteCheck::of).orElseGet(PostgresState.Writable::new);
    }

    private static PostgresState of(Throwable fault) {
        return PostgresFaults.isReadOnly(fault)
                ? new PostgresState.ReadOnly()
                : new PostgresState.Unavailable(
                        PostgresFaults.isTransient(fault)
                                ? PostgresFaults.describe(fault)
                                : "Postgres has no tables, or refuses");
    }

    private PostgresState write() {
        try {
            return probe().get(PROBE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            PostgresState why = look(PROBE_LIMIT.dividedBy(2));
            return why instanceof PostgresState.Writable
                    ? new PostgresState.Unavailable("Postgres did not commit in time")
                    : why;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PostgresState.Unavailable("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One at a time: a commit that hangs does so until its connection's time is over. */
    private synchronized CompletableFuture<PostgresState> probe() {
        if (probe == null || probe.isDone()) {
            probe = CompletableFuture.supplyAsync(this::commit, executor);
        }
        return probe;
    }

    private PostgresState commit() {
        try (Writes.Write write = writes.beginProbe();
                Connection connection = writer.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(WRITE);
            write.committed();
            return new PostgresState.Writable();
        } catch (SQLException e) {
            return of(e);
        }
    }

    /** Keeps what was found, and tells about it where it is new. */
    private synchronized PostgresState noted(PostgresState now) {
        switch (now) {
            case PostgresState.CommitsWait waiting when waiting.forStandby() ->
                    writes.setCommitsWait(true);
            case PostgresState.Writable _, PostgresState.ReadOnly _ -> writes.setCommitsWait(false);
            // Nothing is known of the commits then.
            case PostgresState.CommitsWait _, PostgresState.Unavailable _ -> {}
        }
        boolean well = now instanceof PostgresState.Writable;
        if (known.getClass() != now.getClass()) {
            if (well) {
                LOG.info("Postgres can be written again");
            } else {
                LOG.warn("Nothing can be written: {}", now.detail());
            }
        }
        notedAt = System.nanoTime();
        known = now;
        listener.changed(now);
        return now;
    }
}
