package global.pryzma.ledger.benchmark;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/**
 * What a load has come to.
 *
 * @param latencies in nanoseconds
 */
record Measured(Histogram latencies, long nanos) {
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
}
