package global.pryzma.ledger.organisation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.security.Scope;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A credential on the wire.
 *
 * @param external true for a client of the external issuer, else null
 * @param clientSecret in the answer to its creation alone; sealed, until it leaves
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record CredentialResponse(
        @JsonProperty("client_id") String clientId,
        @JsonProperty("client_secret") @Nullable String clientSecret,
        @JsonProperty("organisation_id") UUID organisationId,
        List<String> scopes,
        List<String> networks,
        @JsonProperty("rate_limit") @Nullable Integer rateLimit,
        @JsonProperty("expires_at") @Nullable String expiresAt,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("revoked_at") @Nullable String revokedAt,
        @Nullable Boolean external) {

    static CredentialResponse of(CredentialRow row, @Nullable String clientSecret) {
        CredentialTerms terms = CredentialTerms.of(row);
        return new CredentialResponse(
                row.clientId(),
                clientSecret,
                row.organisationId(),
                terms.scopes().stream().map(Scope::value).toList(),
                terms.networks(),
                terms.rateLimit(),
                text(terms.expiresAt()),
                WireTime.of(row.createdAt()),
                text(row.revokedAt()),
                row.external() ? true : null);
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : WireTime.of(moment);
    }
}
