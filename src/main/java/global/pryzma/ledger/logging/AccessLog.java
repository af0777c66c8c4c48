package global.pryzma.ledger.logging;

import global.pryzma.ledger.metrics.Count;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.context.annotation.Requires;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The log of requests, a line for each. Lines are put into words and written by one thread, many at
 * a time: whoever answers a request must not wait for a terminal or a disk. When that thread is
 * behind, lines are left out and counted.
 */
@Singleton
@Requires(property = AccessLog.PROPERTY, value = "true")
public final class AccessLog {
    static final String PROPERTY = "pryzma.log.access";

    private static final int WAITING = 8192;
    private static final int TOGETHER = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final LogFormat format = LogFormat.configured();
    private final BlockingQueue<Waiting> lines = new ArrayBlockingQueue<>(WAITING);
    private final Count dropped;
    private final Thread writer;

    AccessLog(Metrics metrics) {
        this.dropped = metrics.count(Metric.ACCESS_LINES_DROPPED);
        this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::write);
    }

    private record Waiting(AccessLine line, Instant time) {}

    /** Never waits. */
    public void answered(AccessLine line) {
        if (!lines.offer(new Waiting(line, Instant.now()))) {
            dropped.add();
        }
    }

    private void write() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                writeTogether(lines.take());
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (Throwable _) {
                // For want of memory. The next lines are written all the same.
            }
        }
        Waiting last = lines.poll();
        while (last != null) {
            writeTogether(last);
            last = lines.poll();
        }
    }

    private void writeTogether(Waiting first) {
        List<Waiting> batch = new ArrayList<>();
        batch.add(first);
        lines.drainTo(batch, TOGETHER - 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        batch.forEach(it -> bytes.writeBytes(it.line().written(format, it.time())));
        System.out.write(bytes.toByteArray(), 0, bytes.size());
        System.out.flush();
    }

    /** Writes what waits. */
    @PreDestroy
    void close() throws InterruptedException {
        writer.interrupt();
        writer.join(PATIENCE);
    }
}
