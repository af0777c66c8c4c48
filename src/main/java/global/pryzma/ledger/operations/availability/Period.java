package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.Component;
import global.pryzma.ledger.operations.ServiceStatus;

import org.jspecify.annotations.Nullable;

/**
 * The time for which a component of this instance had one status. Its times are {@link
 * System#nanoTime()}'s, and become those of Postgres when they are written.
 *
 * @param number counts the component's periods in this instance
 * @param cause null while available
 * @param toNanos null while it goes on
 */
record Period(
        Component component,
        int number,
        ServiceStatus status,
        @Nullable Cause cause,
        long fromNanos,
        @Nullable Long toNanos) {
    Period {
        if ((status == ServiceStatus.AVAILABLE) != (cause == null)) {
            throw new IllegalArgumentException(status + " because of " + cause);
        }
    }

    Period until(long nanos) {
        return new Period(component, number, status, cause, fromNanos, nanos);
    }

    Period as(ServiceStatus other, @Nullable Cause why) {
        return new Period(component, number, other, why, fromNanos, toNanos);
    }
}
