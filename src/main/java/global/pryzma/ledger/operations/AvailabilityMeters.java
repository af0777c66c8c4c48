package global.pryzma.ledger.operations;

import global.pryzma.ledger.ledger.LaneStatus.Circuit;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/** The availability of this instance, as metrics: told from the one journal of it. */
final class AvailabilityMeters {
    private final Metrics metrics;
    private final AvailabilityState state;

    private AvailabilityMeters(Metrics metrics, AvailabilityState state) {
        this.metrics = metrics;
        this.state = state;
    }

    static void tell(Metrics metrics, AvailabilityState state) {
        AvailabilityMeters meters = new AvailabilityMeters(metrics, state);
        state.lanes().forEach(lane -> meters.tellLane(lane.name()));
        meters.tellOfLedger();
        meters.tellOfPostgres();
    }

    private void tellLane(String lane) {
        tell(Metric.LEDGER_AVAILABLE, lane, now -> now.status() != ServiceStatus.UNAVAILABLE, lane);
        tell(Metric.LEDGER_DEGRADED, lane, now -> now.status() == ServiceStatus.DEGRADED, lane);
        for (Circuit circuit : Circuit.values()) {
            tell(
                    Metric.LEDGER_CIRCUIT_STATE,
                    lane,
                    now -> now.circuit() == circuit,
                    lane,
                    circuit.name().toLowerCase(Locale.ROOT));
        }
    }

    private void tell(
            Metric metric, String lane, Predicate<AvailabilityState.Lane> is, String... labels) {
        metrics.gauge(
                metric,
                () -> one(state.lanes().stream().filter(it -> it.name().equals(lane)).anyMatch(is)),
                labels);
    }

    private void tellOfLedger() {
        metrics.secondsTotal(
                Metric.LEDGER_UNAVAILABLE_SECONDS,
                () ->
                        state.lanes().stream()
                                .map(AvailabilityState.Lane::unavailable)
                                .max(Comparator.naturalOrder())
                                .orElse(Duration.ZERO)
                                .toNanos());
    }

    private void tellOfPostgres() {
        metrics.gauge(
                Metric.POSTGRES_REACHABLE,
                () -> one(!(state.postgres() instanceof PostgresState.Unavailable)));
        metrics.gauge(
                Metric.POSTGRES_WRITABLE,
                () -> one(state.postgres() instanceof PostgresState.Writable));
        metrics.seconds(
                Metric.POSTGRES_COMMIT_WAIT,
                () ->
                        state.postgres() instanceof PostgresState.CommitsWait waiting
                                ? waiting.age().toNanos()
                                : 0);
    }

    private static long one(boolean is) {
        return is ? 1 : 0;
    }
}
