package global.pryzma.ledger.security;

import io.micronaut.http.HttpRequest;

import java.util.Optional;

/**
 * What the limits said of a request, as its answer tells it.
 *
 * @param policy the value of {@code RateLimit-Policy}
 * @param left the value of {@code RateLimit}
 * @param retryAfterSeconds when to try again; 0 if the request was granted
 */
public record Rate(String policy, String left, long retryAfterSeconds) {
    private static final String ATTRIBUTE = Rate.class.getName();

    public boolean isGranted() {
        return retryAfterSeconds == 0;
    }

    /** Empty for a request that no limit was asked about. */
    public static Optional<Rate> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Rate.class);
    }

    void attachTo(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
