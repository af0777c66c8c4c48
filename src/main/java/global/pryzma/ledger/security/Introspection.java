package global.pryzma.ledger.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * What is said of a token (RFC 7662, section 2.2): of one that does not hold, nothing else.
 *
 * @param issuedAt seconds since 1970
 * @param expiresAt seconds since 1970
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record Introspection(
        @JsonProperty("active") @JsonInclude(JsonInclude.Include.ALWAYS) boolean active,
        @JsonProperty("scope") @Nullable String scope,
        @JsonProperty("client_id") @Nullable String clientId,
        @JsonProperty("org_id") @Nullable UUID organisationId,
        @JsonProperty("token_type") @Nullable String tokenType,
        @JsonProperty("iat") @Nullable Long issuedAt,
        @JsonProperty("exp") @Nullable Long expiresAt,
        @JsonProperty("jti") @Nullable UUID id) {
    static final Introspection INACTIVE =
            new Introspection(false, null, null, null, null, null, null, null);

    static Introspection of(TokenCheck.Valid token) {
        Caller caller = token.caller();
        return new Introspection(
                true,
                Scope.format(caller.scopes()),
                caller.clientId(),
                caller.organisation(),
                "Bearer",
                token.issued().getEpochSecond(),
                token.expires().getEpochSecond(),
                token.id());
    }
}
