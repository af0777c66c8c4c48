package global.pryzma.ledger.operations.availability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.operations.Cause;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The availability as everybody may see it: nothing of any organisation, no ids, no addresses.
 *
 * @param checkedAt when all this was so
 * @param postgres what Postgres can do: {@code up}, {@code read_only}, {@code commits_wait} or
 *     {@code unavailable}
 * @param days the last 90, in UTC, oldest first
 * @param incidents newest first
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusResponse(
        String status,
        Instant since,
        @JsonProperty("checked_at") Instant checkedAt,
        Uptime uptime,
        String postgres,
        List<ComponentPart> components,
        Instances instances,
        List<DayPart> days,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<IncidentPart> incidents) {
    static final int INCIDENTS = 50;

    /** A component, as good as in the best instance. */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ComponentPart(String component, String status, @Nullable String cause) {}

    /**
     * How many there are.
     *
     * @param live whose heartbeat is heard
     * @param available of those, whose requests do not fail
     */
    @Serdeable.Serializable
    record Instances(long live, long available) {}

    /**
     * A day.
     *
     * @param status the worst of the day; absent if nothing is known of it
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DayPart(String date, @Nullable String status, @Nullable String uptime) {}

    /**
     * An incident.
     *
     * @param to absent while it goes on
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IncidentPart(
            Instant from,
            @Nullable Instant to,
            @JsonProperty("duration_seconds") long durationSeconds,
            String status,
            String cause) {}

    static StatusResponse of(Report report) {
        List<Report.Part> parts = report.parts();
        return new StatusResponse(
                report.status().code(),
                report.since(),
                report.now(),
                Uptime.of(report),
                parts.stream()
                        .filter(part -> part.component().code().equals("postgres"))
                        .map(part -> postgres(part.cause()))
                        .findFirst()
                        .orElseThrow(),
                parts.stream()
                        .map(part ->
                                new ComponentPart(
                                        part.component().code(),
                                        part.status().code(),
                                        part.cause() == null ? null : part.cause().code()))
                        .toList(),
                new Instances(report.alive().size(), report.working()),
                report.days().stream()
                        .map(day ->
                                new DayPart(
                                        day.date().toString(),
                                        day.status() == null ? null : day.status().code(),
                                        day.uptime()))
                        .toList(),
                report.incidents(INCIDENTS).stream()
                        .map(it ->
                                new IncidentPart(
                                        it.from(),
                                        it.to(),
                                        it.duration().toSeconds(),
                                        it.status().code(),
                                        it.cause().code()))
                        .toList());
    }

    private static String postgres(@Nullable Cause cause) {
        return switch (cause) {
            case null -> "up";
            case POSTGRES_READ_ONLY -> "read_only";
            case POSTGRES_COMMITS_WAIT -> "commits_wait";
            case POSTGRES_UNAVAILABLE,
                    NOT_RUNNING,
                    WRONG_LEDGER,
                    LEDGER_SILENT,
                    SWEEP_STANDS,
                    OTHER ->
                    "unavailable";
        };
    }
}
