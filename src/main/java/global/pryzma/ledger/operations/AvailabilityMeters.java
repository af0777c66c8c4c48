package global.pryzma.ledger.operations;

import global.pryzma.ledger.ledger.LaneStatus.Circuit;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/** The availability of this instance, as metrics: told from the one journal of it. */
@Singleton
final class AvailabilityMeters {
    private final AvailabilityState state;

    AvailabilityMeters(Metrics metrics, AvailabilityState state) {
        this.state = state;
        for (AvailabilityState.Lane lane : state.lanes()) {
            String name = lane.name();
            tell(metrics, Metric.LEDGER_AVAILABLE, name, AvailabilityMeters::isUp, name);
            tell(
                    metrics,
                    Metric.LEDGER_DEGRADED,
                    name,
                    now -> now.status() == ServiceStatus.DEGRADED,
                    name);
            for (Circuit circuit : Circuit.values()) {
                tell(
                        metrics,
                        Metric.LEDGER_CIRCUIT_STATE,
                        name,
                        now -> now.circuit() == circuit,
                        name,
                        circuit.name().toLowerCase(Locale.ROOT));
            }
        }
        metrics.secondsTotal(
                Metric.LEDGER_UNAVAILABLE_SECONDS,
                () ->
                        state.lanes().stream()
                                .map(AvailabilityState.Lane::unavailable)
                                .max(Comparator.naturalOrder())
                                .orElse(Duration.ZERO)
                                .toNanos());
        metrics.gauge(Metric.POSTGRES_REACHABLE, () -> one(isReachable(state.postgres())));
        metrics.gauge(
                Metric.POSTGRES_WRITABLE,
                () -> one(state.postgres() instanceof PostgresState.Writable));
        metrics.seconds(Metric.POSTGRES_COMMIT_WAIT, () -> commitWait(state.postgres()));
    }

    private void tell(
            Metrics metrics,
            Metric metric,
            String lane,
            Predicate<AvailabilityState.Lane> is,
            String... labels) {
        metrics.gauge(
                metric,
                () ->
                        one(
                                state.lanes().stream()
                                        .filter(it -> it.name().equals(lane))
                                        .anyMatch(is)),
                labels);
    }

    private static boolean isUp(AvailabilityState.Lane lane) {
        return lane.status() != ServiceStatus.UNAVAILABLE;
    }

    private static boolean isReachable(PostgresState postgres) {
        return switch (postgres) {
            case PostgresState.Writable _,
                    PostgresState.ReadOnly _,
                    PostgresState.CommitsWait _ ->
                    true;
            case PostgresState.Unavailable _ -> false;
        };
    }

    private static long commitWait(PostgresState postgres) {
        return postgres instanceof PostgresState.CommitsWait waiting
                ? waiting.age().toNanos()
                : 0;
    }

    private static long one(boolean is) {
        return is ? 1 : 0;
    }
}
