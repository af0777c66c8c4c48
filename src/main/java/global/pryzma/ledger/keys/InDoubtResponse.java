package global.pryzma.ledger.keys;

import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.key.InDoubt;

import io.micronaut.serde.annotation.Serdeable;

import java.util.UUID;

/**
 * A key in doubt on the wire.
 *
 * @param ageSeconds since it was claimed
 */
@Serdeable.Serializable
record InDoubtResponse(
        @JsonProperty("organisation_id") UUID organisationId,
        UUID key,
        String operation,
        @JsonProperty("claimed_at") String claimedAt,
        @JsonProperty("age_seconds") long ageSeconds) {
    static InDoubtResponse of(InDoubt key) {
        return new InDoubtResponse(
                key.organisation(),
                key.key().value(),
                key.operation(),
                WireTime.of(WireTime.epochNanos(key.claimedAt())),
                key.age().toSeconds());
    }
}
