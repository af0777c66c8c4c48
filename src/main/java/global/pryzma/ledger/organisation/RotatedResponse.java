package global.pryzma.ledger.organisation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A credential's new secret on the wire.
 *
 * @param clientSecret sealed, until it leaves
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record RotatedResponse(
        @JsonProperty("client_id") String clientId,
        @JsonProperty("client_secret") @Nullable String clientSecret,
        @JsonProperty("organisation_id") UUID organisationId,
        @JsonProperty("grace_seconds") int graceSeconds) {}
