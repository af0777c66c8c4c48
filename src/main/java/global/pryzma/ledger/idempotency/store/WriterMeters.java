package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.WriteQueue.Waiting;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.metrics.Sizes;

import java.util.List;
import java.util.function.LongSupplier;

/** The counters of the writer, of both loops together. */
final class WriterMeters {
    private final Metrics metrics;
    private final Sizes writes;
    private final Sizes bytes;

    WriterMeters(Metrics metrics) {
        this.metrics = metrics;
        this.writes = metrics.sizes(Metric.WRITER_BATCH_WRITES);
        this.bytes = metrics.sizes(Metric.WRITER_BATCH_BYTES);
    }

    void takes(List<Waiting> batch) {
        writes.measured(batch.size());
        long sum = 0;
        for (Waiting write : batch) {
            sum += write.bytes();
        }
        bytes.measured(sum);
    }

    /**
     * Tells how many wait, and may.
     *
     * @param capacity of one loop: from then on it refuses
     */
    void watch(LongSupplier waiting, int capacity) {
        metrics.gauge(Metric.WRITER_WAITING, waiting);
        metrics.gauge(Metric.WRITER_CAPACITY, () -> capacity);
    }
}
