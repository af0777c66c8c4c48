package global.pryzma.ledger.audit;

import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.UUID;

/** An event on the wire, with the hash by which it can be verified. */
@Serdeable.Serializable
record AuditEventResponse(
        UUID id,
        long sequence,
        String at,
        String action,
        String outcome,
        @JsonProperty("organisation_id") @Nullable UUID organisationId,
        @JsonProperty("client_id") @Nullable String clientId,
        @Nullable String address,
        @JsonProperty("request_id") @Nullable UUID requestId,
        @Nullable String subject,
        @JsonProperty("subject_organisation_id") @Nullable UUID subjectOrganisationId,
        long occurrences,
        @Nullable String since,
        String hash) {
    static AuditEventResponse of(AuditRow row) {
        return new AuditEventResponse(
                row.id(),
                row.sequence(),
                WireTime.of(row.at()),
                row.action(),
                row.outcome(),
                row.organisation(),
                row.clientId(),
                row.address(),
                row.requestId(),
                row.subject(),
                row.subjectOrganisation(),
                row.occurrences(),
                row.since() == null ? null : WireTime.of(row.since()),
                HexFormat.of().formatHex(row.hash()));
    }
}
