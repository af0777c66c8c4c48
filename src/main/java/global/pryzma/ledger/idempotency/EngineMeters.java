package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.Course.Outcome;
import global.pryzma.ledger.metrics.Count;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.metrics.Times;

import java.util.Collection;
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
        return requests.computeIfAbsent(
                operation, it -> metrics.counts(Metric.IDEMPOTENCY_REQUESTS, Outcome.class, it));
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
