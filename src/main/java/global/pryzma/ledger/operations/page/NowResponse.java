package global.pryzma.ledger.operations.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.job.JobReport;
import global.pryzma.ledger.metrics.Metrics.Series;
import global.pryzma.ledger.operations.AvailabilityState;
import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.PostgresState;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * This instance now, on the wire.
 *
 * @param at when that was
 * @param status as bad as the worst of its parts
 * @param figures every metric that tells of now
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record NowResponse(
        Instant at,
        String version,
        String status,
        List<ComponentPart> components,
        LedgerPart ledger,
        PostgresPart postgres,
        List<JobPart> jobs,
        List<Figure> figures) {

    /**
     * What has to work.
     *
     * @param cause absent while it does
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ComponentPart(String component, String status, @Nullable String cause, Instant since) {
        static ComponentPart of(AvailabilityState.Part part) {
            Cause cause = part.cause();
            return new ComponentPart(
                    part.component().code(),
                    part.status().code(),
                    cause == null ? null : cause.code(),
                    part.since());
        }
    }

    /** The ledger, as bad as its worst lane. */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record LedgerPart(String status, Instant since, String detail, List<LanePart> lanes) {
        static LedgerPart of(AvailabilityState state) {
            AvailabilityState.Ledger ledger = state.ledger();
            return new LedgerPart(
                    code(ledger.state()),
                    ledger.since(),
                    ledger.detail(),
                    state.lanes().stream().map(LanePart::of).toList());
        }
    }

    @Serdeable.Serializable
    record LanePart(String lane, String status, String circuit, Instant since, String detail) {
        static LanePart of(AvailabilityState.Lane lane) {
            return new LanePart(
                    lane.name(),
                    code(lane.state()),
                    code(lane.circuit()),
                    lane.since(),
                    lane.detail());
        }
    }

    @Serdeable.Serializable
    record PostgresPart(String status, String detail) {
        static PostgresPart of(PostgresState state) {
            return new PostgresPart(state.code(), state.detail());
        }
    }

    /** A background job, as far as its runs in this instance have shown. */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobPart(
            String name,
            String status,
            @JsonProperty("last_start") @Nullable Instant lastStart,
            @JsonProperty("last_success") @Nullable Instant lastSuccess,
            @JsonProperty("last_duration_seconds") @Nullable BigDecimal lastDurationSeconds,
            long failures,
            @Nullable String error) {
        static JobPart of(JobReport report) {
            Duration took = report.lastDuration();
            return new JobPart(
                    report.name(),
                    code(report.state()),
                    report.lastStart(),
                    report.lastSuccess(),
                    took == null ? null : BigDecimal.valueOf(took.toNanos() / 1000, 6),
                    report.failures(),
                    report.error());
        }
    }

    /**
     * A metric, as it is in a scrape.
     *
     * @param value absent while it is not known
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Figure(
            String metric,
            @JsonInclude(JsonInclude.Include.ALWAYS) Map<String, String> labels,
            @Nullable BigDecimal value) {
        private static final MathContext PRECISION = new MathContext(12);

        static Figure of(Series series, double value) {
            Map<String, String> labels = new LinkedHashMap<>();
            List<String> names = series.metric().labels();
            for (int i = 0; i < names.size(); i++) {
                labels.put(names.get(i), series.labels().get(i));
            }
            return new Figure(
                    series.metric().text(),
                    labels,
                    Double.isFinite(value) ? new BigDecimal(value, PRECISION) : null);
        }
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
