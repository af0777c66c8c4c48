package global.pryzma.ledger.sweep;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.postgres.PostgresClock;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** How far the sweep is, and what it has found, as this instance last saw it. */
@Singleton
final class SweepMeters {
    private final PostgresClock clock;
    private final long began = System.nanoTime();
    private volatile @Nullable Instant finishedAt;
    private volatile Map<OrphanKind, Long> orphans = Map.of();

    SweepMeters(Metrics metrics, PostgresClock clock) {
        this.clock = clock;
        metrics.seconds(Metric.SWEEP_LAG, this::lagNanos);
        for (OrphanKind kind : OrphanKind.values()) {
            metrics.gauge(Metric.LEDGER_ORPHANS, () -> orphans.getOrDefault(kind, 0L), kind.wire());
        }
    }

    /** Where it never has been at the end, since this instance waits for it. */
    private long lagNanos() {
        Instant end = finishedAt;
        return end == null
                ? System.nanoTime() - began
                : Math.max(0, Duration.between(end, clock.instant()).toNanos());
    }

    void saw(@Nullable Instant finished, Map<OrphanKind, Long> found) {
        finishedAt = finished;
        orphans = new EnumMap<>(found);
    }
}
