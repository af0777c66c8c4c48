package global.pryzma.ledger.security;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The proof that a client sent of itself, in one of the two ways of RFC 6749, section 2.3.1. */
record ClientSecret(String clientId, String secret) {
    private static final String BASIC = "Basic ";

    static ClientSecret of(HttpRequest<?> request, Form form) throws TokenRefused {
        List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        Optional<String> clientId = form.get("client_id");
        Optional<String> secret = form.get("client_secret");
        if (headers.isEmpty()) {
            if (clientId.isEmpty() || secret.isEmpty()) {
                throw new TokenRefused(TokenError.INVALID_CLIENT);
            }
            return new ClientSecret(clientId.get(), secret.get());
        }
        if (headers.size() > 1 || secret.isPresent()) {
            throw new TokenRefused(TokenError.INVALID_REQUEST);
        }
        ClientSecret basic = basic(headers.getFirst());
        if (clientId.isPresent() && !clientId.get().equals(basic.clientId())) {
            throw new TokenRefused(TokenError.INVALID_REQUEST);
        }
        return basic;
    }

    /**
     * The proof in a header: both parts are form-urlencoded before they are joined and put into
     * base 64.
     */
    private static ClientSecret basic(String header) throws TokenRefused {
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                String encoded = header.substring(BASIC.length()).strip();
                String pair =
                        new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                if (colon >= 0) {
                    return new ClientSecret(
                            Form.decode(pair.substring(0, colon)),
                            Form.decode(pair.substring(colon + 1)));
                }
            } catch (IllegalArgumentException | TokenRefused malformed) {
                throw new TokenRefused(TokenError.INVALID_CLIENT);
            }
        }
        throw new TokenRefused(TokenError.INVALID_CLIENT);
    }

    @Override
    public String toString() {
        return "ClientSecret[" + clientId + "]";
    }
}
