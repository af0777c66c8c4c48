package global.pryzma.ledger.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A histogram of times. */
public final class Times {
    /** Where the buckets end. Each costs a series for every combination of labels. */
    static final List<Duration> BOUNDS =
            List.of(
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(20),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(250),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(2500),
                    Duration.ofSeconds(5));

    private final Timer timer;

    Times(Timer timer) {
        this.timer = timer;
    }

    public void took(long nanos) {
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** As it is now. */
    public Distribution distribution() {
        HistogramSnapshot now = timer.takeSnapshot();
        return new Distribution(
                now.count(),
                (long) now.total(TimeUnit.NANOSECONDS),
                Arrays.stream(now.histogramCounts())
                        .map(bucket ->
                                new Distribution.Bucket(
                                        (long) bucket.bucket(TimeUnit.NANOSECONDS), whole(bucket)))
                        .toList());
    }

    private static long whole(CountAtBucket bucket) {
        return (long) bucket.count();
    }
}
