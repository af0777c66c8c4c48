package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.ledger.LaneStatus;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.operations.AvailabilityState;
import global.pryzma.ledger.operations.Component;
import global.pryzma.ledger.operations.PostgresState;
import global.pryzma.ledger.operations.ServiceStatus;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The availability of this instance, from what its journal and its ledger's lanes know. */
@Singleton
final class InstanceAvailability implements AvailabilityState {
    private final Journal journal;
    private final global.pryzma.ledger.ledger.Ledger ledger;
    private final Clock clock;
    private final ConcurrentMap<String, Stamp> stamps = new ConcurrentHashMap<>();

    InstanceAvailability(Journal journal, global.pryzma.ledger.ledger.Ledger ledger, Clock clock) {
        this.journal = journal;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A moment in both clocks. */
    private record Stamp(long nanos, Instant instant) {}

    @Override
    public ServiceStatus status() {
        List<Journal.Seen> seen = journal.seen();
        ServiceStatus worst =
                seen.size() < Component.values().length
                        ? ServiceStatus.DEGRADED // a lane that has not been answered yet
                        : ServiceStatus.AVAILABLE;
        return seen.stream().map(Journal.Seen::status).reduce(worst, ServiceStatus::or);
    }

    @Override
    public List<Part> parts() {
        return journal.seen().stream().map(this::part).toList();
    }

    private Part part(Journal.Seen seen) {
        return new Part(
                seen.component(),
                seen.status(),
                seen.cause(),
                instant(seen.component().code(), seen.sinceNanos()),
                Duration.ofNanos(seen.unavailableNanos()));
    }

    @Override
    public List<Lane> lanes() {
        List<Journal.Seen> seen = journal.seen();
        return ledger.lanes().stream()
                .map(lane ->
                        lane(
                                lane,
                                seen.stream()
                                        .filter(it -> it.component().code().equals(lane.name()))
                                        .mapToLong(Journal.Seen::unavailableNanos)
                                        .sum()))
                .toList();
    }

    private Lane lane(LaneStatus lane, long unavailableNanos) {
        return new Lane(
                lane.name(),
                statusOf(lane.status().state()),
                lane.status().state(),
                lane.circuit(),
                instant(lane.name(), lane.status().sinceNanos()),
                Duration.ofNanos(unavailableNanos),
                lane.status().detail());
    }

    @Override
    public Ledger ledger() {
        LedgerStatus status = ledger.status();
        return new Ledger(
                statusOf(status.state()),
                status.state(),
                instant("ledger", status.sinceNanos()),
                status.detail());
    }

    @Override
    public PostgresState postgres() {
        return journal.postgres();
    }

    /** Worked out once, so that it is the same each time. */
    private Instant instant(String name, long nanos) {
        return stamps.compute(
                        name,
                        (_, known) ->
                                known != null && known.nanos() == nanos
                                        ? known
                                        : new Stamp(
                                                nanos,
                                                clock.instant()
                                                        .minusNanos(System.nanoTime() - nanos)))
                .instant();
    }

    static ServiceStatus statusOf(LedgerStatus.State state) {
        return switch (state) {
            case AVAILABLE -> ServiceStatus.AVAILABLE;
            case UNKNOWN, DEGRADED -> ServiceStatus.DEGRADED;
            case UNAVAILABLE, WRONG_LEDGER -> ServiceStatus.UNAVAILABLE;
        };
    }
}
