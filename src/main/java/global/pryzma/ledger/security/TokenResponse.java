package global.pryzma.ledger.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

/**
 * The response with a token (RFC 6749, section 5.1).
 *
 * @param expiresIn seconds
 * @param scope what was granted
 */
@Serdeable.Serializable
record TokenResponse(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") long expiresIn,
        @JsonProperty("scope") @JsonInclude(JsonInclude.Include.ALWAYS) String scope) {
    @Override
    public String toString() {
        return "TokenResponse[" + scope + "]";
    }
}
