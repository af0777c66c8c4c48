package global.pryzma.ledger.benchmark;

import org.HdrHistogram.Histogram;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a load has come to.
 *
 * @param latencies of what was answered definitely, in nanoseconds
 * @param refused how much was answered with 502 or 503
 */
record Measured(Histogram latencies, long nanos, long refused) {
    private static final double NANOS_PER_MILLI = 1e6;

    long requests() {
        return latencies.getTotalCount();
    }

    double perSecond() {
        return requests() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    double seconds() {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    double p50() {
        return millisAt(50);
    }

    double p99() {
        return millisAt(99);
    }

    /** How far the slow ones are from the usual. */
    double tail() {
        return p99() / p50();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%8.0f/s  p50 %8.3f  p95 %8.3f  p99 %8.3f ms%s",
                perSecond(),
                p50(),
                millisAt(95),
                p99(),
                refused == 0 ? "" : "  refused: " + refused);
    }
}
