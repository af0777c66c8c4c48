package global.pryzma.ledger.operations.availability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The percentages of the last day, week and quarter, or as much of them as is known. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record Uptime(
        @JsonProperty("24h") @Nullable String day,
        @JsonProperty("7d") @Nullable String week,
        @JsonProperty("90d") @Nullable String quarter) {
    static Uptime of(Report report) {
        return new Uptime(
                report.uptime(Duration.ofDays(1)),
                report.uptime(Duration.ofDays(7)),
                report.uptime(Duration.ofDays(90)));
    }
}
