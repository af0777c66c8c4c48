package global.pryzma.ledger.operations.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.metrics.Metric;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The last hour of this instance on the wire: in columns, since it is asked for often.
 *
 * @param times the ends of the steps, in seconds since the Unix epoch
 * @param totals of mutations in that time, by their outcome
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record RecentResponse(List<Long> times, List<Column> curves, List<Total> totals) {
    private static final MathContext PRECISION = new MathContext(4);

    /**
     * One curve.
     *
     * @param metric that it is made of
     * @param values one for each time; null where there was nothing to tell of
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Column(String name, String metric, List<@Nullable BigDecimal> values) {}

    @Serdeable.Serializable
    record Total(String outcome, String metric, @JsonProperty("last_hour") long lastHour) {}

    static RecentResponse of(List<Sample> samples) {
        return new RecentResponse(
                samples.stream().skip(1).map(sample -> sample.at().getEpochSecond()).toList(),
                Arrays.stream(Curve.values()).map(curve -> column(curve, samples)).toList(),
                samples.isEmpty() ? List.of() : totals(samples.getFirst(), samples.getLast()));
    }

    private static Column column(Curve curve, List<Sample> samples) {
        List<@Nullable BigDecimal> values = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            values.add(rounded(curve.between(samples.get(i - 1), samples.get(i))));
        }
        return new Column(curve.wire(), curve.metric().text(), values);
    }

    private static @Nullable BigDecimal rounded(OptionalDouble value) {
        return value.isEmpty()
                ? null
                : new BigDecimal(value.getAsDouble(), PRECISION).stripTrailingZeros();
    }

    private static List<Total> totals(Sample first, Sample last) {
        return last.outcomes().keySet().stream()
                .sorted()
                .map(outcome ->
                        new Total(
                                outcome,
                                Metric.IDEMPOTENCY_REQUESTS.text(),
                                last.ended(outcome) - first.ended(outcome)))
                .toList();
    }
}
