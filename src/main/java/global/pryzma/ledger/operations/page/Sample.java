package global.pryzma.ledger.operations.page;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.reducing;
import static java.util.stream.Collectors.summingLong;

import global.pryzma.ledger.metrics.Distribution;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.metrics.Metrics.Series;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The counters of this instance at one moment, as far as the page's charts are made of them.
 *
 * @param nanoTime of the moment, by which times between two are told
 * @param at the same for people
 * @param requests of clients, by the status of their answer
 * @param latency of all of those
 * @param outcomes of mutations, by their names
 * @param messageEvents that travelled together to the ledger, on both lanes
 * @param batchWrites that shared a commit
 */
record Sample(
        long nanoTime,
        Instant at,
        Map<Integer, Distribution> requests,
        Distribution latency,
        Map<String, Long> outcomes,
        Distribution messageEvents,
        Distribution batchWrites) {
    Sample {
        requests = Map.copyOf(requests);
        outcomes = Map.copyOf(outcomes);
    }

    /** The beginning of the process, when nothing was counted yet. */
    static Sample beginning() {
        return new Sample(
                System.nanoTime(),
                Instant.EPOCH,
                Map.of(),
                Distribution.NONE,
                Map.of(),
                Distribution.NONE,
                Distribution.NONE);
    }

    static Sample of(Metrics metrics, Instant at) {
        Map<Integer, Distribution> requests =
                metrics.times().entrySet().stream()
                        .filter(times -> isOfClients(times.getKey()))
                        .collect(
                                groupingBy(
                                        times -> Integer.parseInt(label(times.getKey(), "status")),
                                        reducing(
                                                Distribution.NONE,
                                                times -> times.getValue().distribution(),
                                                Distribution::plus)));
        return new Sample(
                System.nanoTime(),
                at,
                requests,
                sum(requests.values().stream()),
                metrics.counts().entrySet().stream()
                        .filter(count -> count.getKey().metric() == Metric.IDEMPOTENCY_REQUESTS)
                        .collect(
                                groupingBy(
                                        count -> label(count.getKey(), "outcome"),
                                        summingLong(count -> count.getValue().value()))),
                sizes(metrics, Metric.LEDGER_MESSAGE_EVENTS),
                sizes(metrics, Metric.WRITER_BATCH_WRITES));
    }

    /** Operators' own requests, this page's among them, would tell of nobody but themselves. */
    private static boolean isOfClients(Series series) {
        return series.metric() == Metric.HTTP_REQUESTS
                && label(series, "uri").startsWith("/v1/")
                && !label(series, "uri").startsWith("/v1/ledger/")
                && !label(series, "uri").startsWith("/v1/operations/");
    }

    private static String label(Series series, String name) {
        return series.labels().get(series.metric().labels().indexOf(name));
    }

    private static Distribution sizes(Metrics metrics, Metric metric) {
        return sum(
                metrics.sizes().entrySet().stream()
                        .filter(sizes -> sizes.getKey().metric() == metric)
                        .map(sizes -> sizes.getValue().distribution()));
    }

    private static Distribution sum(Stream<Distribution> parts) {
        return parts.reduce(Distribution.NONE, Distribution::plus);
    }

    /** The requests that were answered with a status from the first to the last. */
    long answered(int first, int last) {
        return requests.entrySet().stream()
                .filter(status -> status.getKey() >= first && status.getKey() <= last)
                .mapToLong(status -> status.getValue().count())
                .sum();
    }

    long ended(String outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
