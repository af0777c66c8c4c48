package global.pryzma.ledger.metrics;

import io.micrometer.core.instrument.DistributionSummary;

import java.util.Arrays;

/** A histogram of numbers, such as those of what shares a message or a transaction. */
public final class Sizes {
    private final DistributionSummary summary;

    Sizes(DistributionSummary summary) {
        this.summary = summary;
    }

    public void measured(long size) {
        summary.record(size);
    }

    /** As it is now. */
    public Distribution distribution() {
        var now = summary.takeSnapshot();
        return new Distribution(
                now.count(),
                (long) now.total(),
                Arrays.stream(now.histogramCounts())
                        .map(bucket ->
                                new Distribution.Bucket(
                                        (long) bucket.bucket(), (long) bucket.count()))
                        .toList());
    }
}
