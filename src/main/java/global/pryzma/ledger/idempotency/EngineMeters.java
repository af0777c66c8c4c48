package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.Course.Outcome;
import global.pryzma.ledger.metrics.Count;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.metrics.Times;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of the engine. */
final class EngineMeters {
    private final Times claim;
    private final Times apply;
    private final Times recording;
    private final Metrics metrics;
    private final Map<String, Map<Outcome, Count>> requests = new ConcurrentHashMap<>();

    /**
     * @param operations whose counters are there from the start
     */
    EngineMeters(Metrics metrics, Collection<String> operations) {
        this.claim = metrics.times(Metric.IDEMPOTENCY_PHASE_SECONDS, "claim");
        this.apply = metrics.times(Metric.IDEMPOTENCY_PHASE_SECONDS, "apply");
        this.recording = metrics.times(Metric.IDEMPOTENCY_PHASE_SECONDS, "record");
        this.metrics = metrics;
        operations.forEach(this::outcomes);
    }

    private Map<Outcome, Count> outcomes(String operation) {
        return requests.computeIfAbsent(operation, this::counters);
    }

    private Map<Outcome, Count> counters(String operation) {
        Map<Outcome, Count> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    metrics.count(
                            Metric.IDEMPOTENCY_REQUESTS,
                            operation,
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
        return outcomes;
    }

    void claimTook(long nanos) {
        claim.took(nanos);
    }

    void applyTook(long nanos) {
        apply.took(nanos);
    }

    void recordTook(long nanos) {
        recording.took(nanos);
    }

    void ended(String operation, Outcome outcome) {
        Objects.requireNonNull(outcomes(operation).get(outcome)).add();
    }
}
