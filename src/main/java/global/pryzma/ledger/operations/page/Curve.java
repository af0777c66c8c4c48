package global.pryzma.ledger.operations.page;

import global.pryzma.ledger.metrics.Distribution;
import global.pryzma.ledger.metrics.Metric;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What the charts show: a number for the time between two samples, made of one metric. */
enum Curve {
    REQUESTS(Metric.HTTP_REQUESTS, rate(sample -> sample.answered(0, 999))),
    OK(Metric.HTTP_REQUESTS, rate(sample -> sample.answered(200, 299))),
    CLIENT_ERRORS(Metric.HTTP_REQUESTS, rate(sample -> sample.answered(400, 499))),
    INTERNAL_ERRORS(Metric.HTTP_REQUESTS, rate(sample -> sample.answered(500, 500))),
    LEDGER_UNAVAILABLE(Metric.HTTP_REQUESTS, rate(sample -> sample.answered(502, 502))),
    SERVICE_UNAVAILABLE(Metric.HTTP_REQUESTS, rate(sample -> sample.answered(503, 503))),
    LATENCY_P50(Metric.HTTP_REQUESTS, quantile(0.5)),
    LATENCY_P99(Metric.HTTP_REQUESTS, quantile(0.99)),
    REPLAYED(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("replayed"))),
    JOINED(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("joined"))),
    TAKEN_OVER(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("taken_over"))),
    REUSED(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("reused"))),
    CANCELLED(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("cancelled"))),
    IN_DOUBT(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("in_doubt"))),
    NOT_ATTEMPTED(Metric.IDEMPOTENCY_REQUESTS, rate(sample -> sample.ended("not_attempted"))),
    MESSAGE_EVENTS(Metric.LEDGER_MESSAGE_EVENTS, mean(Sample::messageEvents)),
    BATCH_WRITES(Metric.WRITER_BATCH_WRITES, mean(Sample::batchWrites));

    private static final double NANOS = 1e9;

    private final Metric metric;
    private final Between between;

    /** The number for the time between two samples; empty where there was nothing to tell of. */
    private interface Between {
        OptionalDouble tell(Sample earlier, Sample later);
    }

    Curve(Metric metric, Between between) {
        this.metric = metric;
        this.between = between;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    Metric metric() {
        return metric;
    }

    OptionalDouble between(Sample earlier, Sample later) {
        return between.tell(earlier, later);
    }

    /** So many a second. */
    private static Between rate(ToLongFunction<Sample> count) {
        return (earlier, later) ->
                OptionalDouble.of(
                        (count.applyAsLong(later) - count.applyAsLong(earlier))
                                * NANOS
                                / Math.max(1, later.nanoTime() - earlier.nanoTime()));
    }

    /** Of the latency, in seconds. */
    private static Between quantile(double part) {
        return (earlier, later) -> {
            OptionalDouble nanos = later.latency().since(earlier.latency()).quantile(part);
            return nanos.isEmpty() ? nanos : OptionalDouble.of(nanos.getAsDouble() / NANOS);
        };
    }

    private static Between mean(Function<Sample, Distribution> sizes) {
        return (earlier, later) -> sizes.apply(later).since(sizes.apply(earlier)).mean();
    }
}
