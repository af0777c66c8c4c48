package global.pryzma.replica.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Brings a replica back that has stopped by itself, as soon as its disk does again: it tries from
 * time to time. One that somebody has stopped it leaves alone.
 */
public final class Revival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

    private final EmbeddedReplica replica;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("replica-revival").factory());

    /** What was said last, for a full disk stays full for long. */
    private @Nullable String said;

    private Revival(EmbeddedReplica replica) {
        this.replica = replica;
    }

    /**
     * Watches a replica, until it is closed; that has to be before the replica.
     *
     * @param interval between two looks, longer than zero
     */
    public static Revival of(EmbeddedReplica replica, Duration interval) {
        var revival = new Revival(replica);
        long nanos = interval.toNanos();
        revival.executor.scheduleWithFixedDelay(revival::look, nanos, nanos, TimeUnit.NANOSECONDS);
        return revival;
    }

    private void look() {
        try {
            if (replica.startAfterFailure()) {
                LOG.info("the replica answers again: its disk does what is asked of it");
                said = null;
            }
        } catch (IOException | RuntimeException | Error e) {
            // Also an error: with it the executor would never look again.
            say(e);
        }
    }

    private void say(Throwable fault) {
        try {
            String reason = fault.toString();
            if (!reason.equals(said)) {
                LOG.error("the replica cannot answer again, it is tried further: {}", reason);
                said = reason;
            }
        } catch (Throwable _) {
            // Of the log itself, for want of memory: that must not be the end either.
        }
    }

    /** Waits for an attempt that is under way; there is none afterwards. */
    @Override
    public void close() {
        executor.close();
    }
}
