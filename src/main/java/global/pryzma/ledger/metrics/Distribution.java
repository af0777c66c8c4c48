package global.pryzma.ledger.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * A histogram as it was at one moment, since the start of the process; or of the time between two.
 *
 * @param total of all values; nanoseconds for times
 * @param buckets by their ends; what is larger than the last is in none
 */
public record Distribution(long count, long total, List<Bucket> buckets) {
    public static final Distribution NONE = new Distribution(0, 0, List.of());

    public Distribution {
        buckets = List.copyOf(buckets);
    }

    /**
     * @param atMost the bucket's end; nanoseconds for times
     * @param count of the values up to it, those of the buckets before included
     */
    public record Bucket(long atMost, long count) {
        private Bucket with(Bucket other, LongBinaryOperator sum) {
            if (atMost != other.atMost) {
                throw new IllegalArgumentException(
                        "buckets of two metrics: " + this + ", " + other);
            }
            return new Bucket(atMost, sum.applyAsLong(count, other.count));
        }
    }

    /** Both together; of the same metric, whose buckets end where the other's do. */
    public Distribution plus(Distribution other) {
        return with(other, Math::addExact);
    }

    /** What has come since an earlier moment. */
    public Distribution since(Distribution earlier) {
        return with(earlier, Math::subtractExact);
    }

    private Distribution with(Distribution other, LongBinaryOperator sum) {
        if (other.buckets.isEmpty()) {
            return this;
        }
        if (buckets.isEmpty()) {
            return new Distribution(
                            0,
                            0,
                            other.buckets.stream().map(end -> new Bucket(end.atMost, 0)).toList())
                    .with(other, sum);
        }
        return new Distribution(
                sum.applyAsLong(count, other.count),
                sum.applyAsLong(total, other.total),
                IntStream.range(0, buckets.size())
                        .mapToObj(i -> buckets.get(i).with(other.buckets.get(i), sum))
                        .toList());
    }

    public OptionalDouble mean() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) total / count);
    }

    /**
     * The value that this part of all values does not exceed, as Prometheus estimates it: evenly
     * spread in its bucket; the end of the last bucket for what lies beyond.
     *
     * @param part 0 to 1
     */
    public OptionalDouble quantile(double part) {
        if (count == 0 || buckets.isEmpty()) {
            return OptionalDouble.empty();
        }
        double rank = part * count;
        Bucket before = new Bucket(0, 0);
        for (Bucket bucket : buckets) {
            if (bucket.count >= rank && bucket.count > before.count) {
                double within = (rank - before.count) / (bucket.count - before.count);
                return OptionalDouble.of(
                        before.atMost + (bucket.atMost - before.atMost) * Math.max(0, within));
            }
            before = bucket;
        }
        return OptionalDouble.of(before.atMost);
    }
}
