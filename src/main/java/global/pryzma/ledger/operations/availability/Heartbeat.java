package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.operations.Deployment;
import global.pryzma.ledger.operations.PostgresHealth;
import global.pryzma.ledger.operations.PostgresState;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

/**
 * The job that writes down what this instance has seen of its availability, and every few seconds
 * that it is alive. While nothing can be written it leaves Postgres alone, and the journal waits.
 */
@Singleton
public final class Heartbeat implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How often an instance says that it is alive. */
    static final Duration BEAT = Duration.ofSeconds(5);

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Who has not said so for that long is taken for dead: three beats, as one may be late. */
    static final Duration SILENCE = BEAT.multipliedBy(3);

    private final Journal journal;
    private final SweepWatch sweep;
    private final InstanceId instance;
    private final Deployment deployment;
    private final PostgresHealth postgres;
    private final DataSource pool;
    private long beatNanos;
    private boolean known;

    Heartbeat(
            Journal journal,
            SweepWatch sweep,
            InstanceId instance,
            Deployment deployment,
            PostgresHealth postgres,
            DataSource pool) {
        this.journal = journal;
        this.sweep = sweep;
        this.instance = instance;
        this.deployment = deployment;
        this.postgres = postgres;
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    @Override
    public String name() {
        return "availability";
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
        journal.sweepStands(sweep.stands());
        if (!(journal.postgres() instanceof PostgresState.Writable)) {
            return;
        }
        try {
            write();
        } catch (SQLException e) {
            postgres.state(); // so that it is known, if this is not about us alone
            throw new IllegalStateException("The availability was not written down", e);
        }
    }

    private synchronized void write() throws SQLException {
        long now = System.nanoTime();
        boolean beats = !known || now - beatNanos >= BEAT.toNanos();
        if (known && now - beatNanos > SILENCE.toNanos()) {
            journal.rewrite(); // others may have ended what goes on
        }
        List<Period> waiting = journal.unwritten();
        if (!beats && waiting.isEmpty()) {
            return;
        }
        try (Connection connection = pool.getConnection()) {
            if (beats) {
                HistoryTable.beat(
                        connection,
                        instance.value(),
                        deployment.version(),
                        now - journal.beganNanos());
                beatNanos = now;
                known = true;
            }
            if (!waiting.isEmpty()) {
                HistoryTable.write(connection, instance.value(), waiting);
                journal.written(waiting);
            }
        }
    }

    /**
     * The instance ends: what it has seen is written, and that this was no crash. A Postgres that
     * hangs does not keep it.
     */
    public void signOff() {
        if (!(journal.postgres() instanceof PostgresState.Writable)) {
            return;
        }
        Thread writer = Thread.ofVirtual().name("sign-off").start(this::writeTheEnd);
        try {
            if (!writer.join(LAST_WORDS)) {
                LOG.warn("The end of this instance was not written down in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeTheEnd() {
        try {
            write();
            try (Connection connection = pool.getConnection()) {
                HistoryTable.stop(connection, instance.value());
            }
        } catch (SQLException e) {
            LOG.warn("The end of this instance was not written down: {}", e.getMessage());
        }
    }
}
