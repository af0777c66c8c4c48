package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.ServiceStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A period that an instance has seen, with the times of Postgres.
 *
 * @param component its code; a newer version may have one that this one does not know
 * @param cause null while available
 * @param to null for as long as the instance was seen
 */
record SeenPeriod(
        UUID instance,
        String component,
        int number,
        ServiceStatus status,
        @Nullable Cause cause,
        Instant from,
        @Nullable Instant to) {
    /** The cause of one in which the component was not available. */
    Cause why() {
        return Objects.requireNonNull(cause);
    }

    boolean isSameAs(SeenPeriod other) {
        return instance.equals(other.instance)
                && component.equals(other.component)
                && number == other.number;
    }

    /** This one as its instance knows it, which may have stored only its beginning. */
    SeenPeriod storedAs(SeenPeriod stored) {
        return new SeenPeriod(
                instance,
                component,
                number,
                status,
                cause,
                stored.from,
                stored.to == null ? to : stored.to);
    }
}
