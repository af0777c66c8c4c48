package global.pryzma.ledger.metrics;

import java.util.List;

/**
 * A histogram as it was at one moment, since the start of the process.
 *
 * @param total of all values; nanoseconds for times
 * @param buckets by their ends; what is larger than the last is in none
 */
public record Distribution(long count, long total, List<Bucket> buckets) {
    public Distribution {
        buckets = List.copyOf(buckets);
    }

    /**
     * @param atMost the bucket's end; nanoseconds for times
     * @param count of the values up to it, those of the buckets before included
     */
    public record Bucket(long atMost, long count) {}
}
