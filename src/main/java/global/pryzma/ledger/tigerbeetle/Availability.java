package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LaneStatus;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerStatus.State;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ledger's state as one, from the circuits of all couriers: as bad as the worst of them. */
final class Availability {
    private static final List<State> WORST_FIRST =
            List.of(
                    State.WRONG_LEDGER,
                    State.UNAVAILABLE,
                    State.DEGRADED,
                    State.UNKNOWN,
                    State.AVAILABLE);

    private final List<Circuit> circuits;

    Availability(List<Circuit> circuits) {
        this.circuits = List.copyOf(circuits);
    }

    LedgerStatus status() {
        List<LedgerStatus> all = circuits.stream().map(Circuit::status).toList();
        State worst =
                all.stream()
                        .map(LedgerStatus::state)
                        .min(Comparator.comparingInt(WORST_FIRST::indexOf))
                        .orElse(State.UNKNOWN);
        Stream<Long> since =
                all.stream()
                        .filter(status -> status.state() == worst)
                        .map(LedgerStatus::sinceNanos);
        // Available since the last of them is; anything else since the first of them is.
        long nanos =
                (worst == State.AVAILABLE
                                ? since.max(Comparator.naturalOrder())
                                : since.min(Comparator.naturalOrder()))
                        .orElse(0L);
        return new LedgerStatus(
                worst,
                nanos,
                circuits.stream().map(Circuit::toString).collect(Collectors.joining("; ")));
    }

    List<LaneStatus> lanes() {
        return circuits.stream().map(Circuit::lane).toList();
    }

    boolean isWrongLedger() {
        return circuits.stream()
                .anyMatch(circuit -> circuit.status().state() == State.WRONG_LEDGER);
    }
}
