package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Optional;

/**
 * What the background jobs have before them, as they last found it. Ages go on growing though
 * nobody looks any more: so a job that stands still is seen.
 */
@Singleton
final class BacklogMeters {
    private final long retentionNanos;
    private volatile long inDoubt;
    private volatile Aged oldestInDoubt = Aged.NOTHING;
    private volatile Aged oldestUnpassed = Aged.NOTHING;

    BacklogMeters(Metrics metrics, IdempotencySettings configuration) {
        this.retentionNanos = configuration.retention().toNanos();
        metrics.gauge(Metric.KEYS_IN_DOUBT, () -> inDoubt);
        metrics.seconds(Metric.KEYS_IN_DOUBT_OLDEST, () -> oldestInDoubt.ageNanos());
        metrics.seconds(
                Metric.PURGE_LAG, () -> Math.max(0, oldestUnpassed.ageNanos() - retentionNanos));
    }

    /** Something that was so old at that moment, or nothing. */
    private record Aged(boolean there, long nanos, long at) {
        static final Aged NOTHING = new Aged(false, 0, 0);

        static Aged of(Optional<Duration> age) {
            return age.map(it -> new Aged(true, it.toNanos(), System.nanoTime())).orElse(NOTHING);
        }

        long ageNanos() {
            return there ? nanos + System.nanoTime() - at : 0;
        }
    }

    void areInDoubt(InDoubtTable.Summary summary) {
        inDoubt = summary.count();
        oldestInDoubt = Aged.of(summary.oldest());
    }

    /**
     * Notes how far the purge has come.
     *
     * @param oldest the age of the first claim that it has not passed; empty if it has passed all
     */
    void purgedUpTo(Optional<Duration> oldest) {
        oldestUnpassed = Aged.of(oldest);
    }
}
