package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.ServiceStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which the service was not available, from one in which it was to the next.
 *
 * @param to null while it goes on
 * @param duration until now, while it goes on
 * @param status the worst in this time
 * @param cause of the first time in which it was that
 */
record Incident(
        Instant from, @Nullable Instant to, Duration duration, ServiceStatus status, Cause cause) {
    /** The same with what was directly before it. */
    Incident startingWith(Timeline.Segment before, Cause why) {
        boolean atLeastAsBad = before.status().compareTo(status) >= 0;
        return new Incident(
                before.from(),
                to,
                duration.plus(Duration.between(before.from(), before.to())),
                status.or(before.status()),
                atLeastAsBad ? why : cause);
    }
}
