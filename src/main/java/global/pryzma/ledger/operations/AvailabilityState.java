package global.pryzma.ledger.operations;

import global.pryzma.ledger.ledger.LaneStatus;
import global.pryzma.ledger.ledger.LedgerStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The availability of this instance: the one source of the health page, the metrics, the history
 * and the status page. It is always at hand, in memory; nobody is asked for it.
 */
public interface AvailabilityState {
    /** As bad as the worst of its parts. */
    ServiceStatus status();

    /** The components, in their order; without the lanes that have not been answered yet. */
    List<Part> parts();

    /** The lanes to the ledger alone, with their circuits; always the same ones in one order. */
    List<Lane> lanes();

    /** The ledger as a whole, as bad as its worst lane. */
    Ledger ledger();

    /** Postgres, as it was last seen. */
    PostgresState postgres();

    /**
     * A part of what has to work.
     *
     * @param cause null while it is available
     * @param since when this status began, by the clock of Postgres
     * @param unavailable for how long it has been so in all, since this instance began
     */
    record Part(
            Component component,
            ServiceStatus status,
            @Nullable Cause cause,
            Instant since,
            Duration unavailable) {}

    /**
     * A lane to the ledger.
     *
     * @param name its component's code
     * @param state what there is to know of the ledger on this lane
     * @param unavailable for how long it has been so in all, since this instance began
     */
    record Lane(
            String name,
            ServiceStatus status,
            LedgerStatus.State state,
            LaneStatus.Circuit circuit,
            Instant since,
            Duration unavailable,
            String detail) {}

    /**
     * The ledger.
     *
     * @param detail one line for an operator
     */
    record Ledger(ServiceStatus status, LedgerStatus.State state, Instant since, String detail) {
        Ledger because(String reason) {
            return new Ledger(status, state, since, reason);
        }
    }
}
