package global.pryzma.ledger.http.connection;

import java.time.Duration;

/**
 * The time that a client has, by what it keeps the service waiting for.
 *
 * @param header for a request's line and headers, from its first byte on
 * @param body for the whole body, from then on
 * @param answer for taking a whole answer, or a part of one that is made while it is taken
 * @param idle between an answer and the next request, and before the first one
 */
public record TimeLimits(Duration header, Duration body, Duration answer, Duration idle) {
    public TimeLimits {
        if (!header.isPositive()
                || !body.isPositive()
                || !answer.isPositive()
                || !idle.isPositive()) {
            throw new IllegalArgumentException("a client has some time for everything");
        }
    }

    long shortestNanos() {
        return Math.min(
                Math.min(header.toNanos(), body.toNanos()),
                Math.min(answer.toNanos(), idle.toNanos()));
    }
}
