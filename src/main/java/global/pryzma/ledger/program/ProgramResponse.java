package global.pryzma.ledger.program;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/** A program on the wire. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProgramResponse(
        UUID id,
        @JsonProperty("organisation_id") UUID organisationId,
        String name,
        @Nullable List<String> currencies,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Metadata metadata,
        @JsonProperty("created_at") String createdAt) {

    static ProgramResponse of(ProgramRow row) {
        return new ProgramResponse(
                row.id(),
                row.organisationId(),
                row.name(),
                row.currencies() == null ? null : JsonColumns.texts(row.currencies()),
                Metadata.ofColumn(row.metadata()),
                WireTime.of(row.createdAtNanos()));
    }
}
