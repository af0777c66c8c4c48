package global.pryzma.ledger.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request to the token endpoint (RFC 6749, section 3.2): each stands at most
 * once, and one without a value counts as left out.
 */
final class Form {
    private final Map<String, String> parameters;

    private Form(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** The form that a request has for its body; anything else is refused. */
    static Form of(HttpRequest<?> request, byte[] body) throws TokenRefused {
        boolean isForm =
                request.getContentType()
                        .filter(type -> type.matches(MediaType.APPLICATION_FORM_URLENCODED_TYPE))
                        .isPresent();
        if (!isForm) {
            throw new TokenRefused(TokenError.INVALID_REQUEST);
        }
        return parse(body);
    }

    /** Reads {@code application/x-www-form-urlencoded}. */
    static Form parse(byte[] body) throws TokenRefused {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!value.isEmpty() && parameters.put(name, value) != null) {
                throw new TokenRefused(TokenError.INVALID_REQUEST);
            }
        }
        return new Form(parameters);
    }

    static String decode(String text) throws TokenRefused {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new TokenRefused(TokenError.INVALID_REQUEST);
        }
    }

    /** The token that is asked about. */
    String token() throws TokenRefused {
        return get("token").orElseThrow(() -> new TokenRefused(TokenError.INVALID_REQUEST));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
