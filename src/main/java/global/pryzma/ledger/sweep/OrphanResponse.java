package global.pryzma.ledger.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** An orphan on the wire. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrphanResponse(
        UUID id,
        String kind,
        String reason,
        @JsonProperty("ledger_number") long ledgerNumber,
        int code,
        @JsonProperty("program_id") @Nullable UUID programId,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("found_at") @Nullable Instant foundAt) {
    static OrphanResponse of(OrphanRow row) {
        return new OrphanResponse(
                row.id(),
                row.kind(),
                row.reason(),
                row.ledgerNumber(),
                row.code(),
                row.programId(),
                WireTime.of(row.createdAtNanos()),
                row.foundAt());
    }
}
