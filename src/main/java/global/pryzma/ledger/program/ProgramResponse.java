package global.pryzma.ledger.program;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.WireTime;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A program on the wire. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProgramResponse(
        UUID id,
        @JsonProperty("organisation_id") UUID organisationId,
        String name,
        @Nullable List<String> currencies,
        @Nullable Map<String, String> metadata,
        @JsonProperty("created_at") String createdAt) {

    static ProgramResponse of(ProgramRow row) {
        return new ProgramResponse(
                row.id(),
                row.organisationId(),
                row.name(),
                row.currencies() == null ? null : JsonColumns.texts(row.currencies()),
                row.metadata() == null ? null : JsonColumns.textMap(row.metadata()),
                WireTime.of(row.createdAtNanos()));
    }
}
