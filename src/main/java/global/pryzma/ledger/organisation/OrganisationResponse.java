package global.pryzma.ledger.organisation;

import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;

import io.micronaut.serde.annotation.Serdeable;

import java.util.UUID;

/** An organisation on the wire. */
@Serdeable.Serializable
record OrganisationResponse(
        UUID id,
        String name,
        String status,
        Limits limits,
        @JsonProperty("created_at") String createdAt) {

    static OrganisationResponse of(OrganisationRow row) {
        return new OrganisationResponse(
                row.id(), row.name(), row.status(), row.limits(), WireTime.of(row.createdAt()));
    }
}
