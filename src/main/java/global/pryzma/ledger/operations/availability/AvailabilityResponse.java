package global.pryzma.ledger.operations.availability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.operations.AvailabilityState;
import global.pryzma.ledger.operations.Cause;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The availability as operators see it.
 *
 * @param status of the service, as good as in the best instance
 * @param components as the instance sees them that answers
 * @param complete whether it is the history of all instances, and not of this one alone, because
 *     Postgres is away
 * @param periods newest first
 * @param hasMore whether there are older ones in the time asked for
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record AvailabilityResponse(
        String status,
        Instant since,
        Uptime uptime,
        boolean complete,
        List<ComponentPart> components,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<PeriodPart> periods,
        @JsonProperty("has_more") boolean hasMore,
        List<InstancePart> instances) {
    /**
     * A component.
     *
     * @param circuit of a lane
     * @param unavailableSeconds in all, since the instance began
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ComponentPart(
            String component,
            String status,
            @Nullable String cause,
            Instant since,
            @Nullable String circuit,
            @JsonProperty("unavailable_seconds") long unavailableSeconds) {
        static ComponentPart of(AvailabilityState.Part part, List<AvailabilityState.Lane> lanes) {
            return new ComponentPart(
                    part.component().code(),
                    part.status().code(),
                    code(part.cause()),
                    part.since(),
                    lanes.stream()
                            .filter(lane -> lane.name().equals(part.component().code()))
                            .map(lane -> lane.circuit().name().toLowerCase(Locale.ROOT))
                            .findFirst()
                            .orElse(null),
                    part.unavailable().toSeconds());
        }
    }

    /**
     * What an instance saw.
     *
     * @param to absent while it goes on
     */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PeriodPart(
            String status,
            String component,
            Instant from,
            @Nullable Instant to,
            @Nullable String cause,
            UUID instance) {
        static PeriodPart of(SeenPeriod period) {
            return new PeriodPart(
                    period.status().code(),
                    period.component(),
                    period.from(),
                    period.to(),
                    code(period.cause()),
                    period.instance());
        }
    }

    /**
     * A process of the service.
     *
     * @param answers whether it is the one that answers
     */
    @Serdeable.Serializable
    record InstancePart(
            UUID id,
            String version,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("last_seen") Instant lastSeen,
            boolean live,
            boolean answers) {
        static InstancePart of(Life life, UUID self) {
            return new InstancePart(
                    life.instance(),
                    life.version(),
                    life.from(),
                    life.to(),
                    life.isAlive(),
                    life.instance().equals(self));
        }
    }

    private static @Nullable String code(@Nullable Cause cause) {
        return cause == null ? null : cause.code();
    }
}
