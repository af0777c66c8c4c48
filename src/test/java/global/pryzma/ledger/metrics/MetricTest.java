package global.pryzma.ledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.metrics.Metric.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of metrics: names as Prometheus wants them, and the page that explains them. */
class MetricTest {
    private static final Path PAGE = Path.of("infra/README.md");

    /** What would have a value for each of many things. */
    private static final Set<String> ENDLESS =
            Set.of("id", "key", "account", "organisation", "path", "request_id", "client");

    @ParameterizedTest
    @EnumSource
    void itsNameSaysWhatItIs(Metric metric) {
        assertThat(metric.text()).matches("(pryzma|http_server)(_[a-z]+)+");
        boolean total = metric.kind() == Kind.COUNT || metric.kind() == Kind.SECONDS_TOTAL;
        assertThat(metric.text().endsWith("_total")).isEqualTo(total);
        switch (metric.kind()) {
            case TIMES, SECONDS -> assertThat(metric.text()).endsWith("_seconds");
            case SECONDS_TOTAL -> assertThat(metric.text()).endsWith("_seconds_total");
            case BYTES -> assertThat(metric.text()).endsWith("_bytes");
            case COUNT, GAUGE, SIZES ->
                    assertThat(metric.text()).doesNotContain("_seconds", "_bytes", "_millis");
        }
        assertThat(metric.help()).matches("[A-Z0-9].+[^.]");
        assertThat(metric.labels())
                .doesNotContainAnyElementsOf(ENDLESS)
                .allSatisfy(label -> assertThat(label).matches("[a-z]+(_[a-z]+)*"));
    }

    @Test
    void eachHasARowOnThePageOfItsOwn() throws IOException {
        String page = Files.readString(PAGE);
        for (Metric metric : Metric.values()) {
            String labels = String.join("`, `", metric.labels());
            assertThat(page)
                    .contains(
                            "| `%s` | %s | %s | "
                                    .formatted(
                                            metric.text(),
                                            type(metric.kind()),
                                            labels.isEmpty() ? "" : "`" + labels + "`"));
        }
    }

    @Test
    void thePageNamesNoneThatIsNotThere() throws IOException {
        Set<String> names =
                Arrays.stream(Metric.values()).map(Metric::text).collect(Collectors.toSet());
        assertThat(
                        Files.readAllLines(PAGE).stream()
                                .filter(line -> line.startsWith("| `pryzma_"))
                                .map(line -> line.split("`")[1]))
                .allMatch(names::contains);
    }

    static String type(Kind kind) {
        return switch (kind) {
            case COUNT, SECONDS_TOTAL -> "counter";
            case GAUGE, SECONDS -> "gauge";
            case TIMES, SIZES, BYTES -> "histogram";
        };
    }

    @Test
    void oneOfEachKindIsScrapedUnderItsName() {
        Metrics metrics = new Metrics();
        metrics.count(Metric.JOB_RUNS, "sweep", "failed").add(2);
        metrics.times(Metric.LEDGER_MESSAGE_SECONDS, "transfers").took(3_000_000);
        metrics.sizes(Metric.WRITER_BATCH_WRITES).measured(7);
        metrics.sizes(Metric.WRITER_BATCH_BYTES).measured(300);
        metrics.gauge(Metric.KEYS_IN_DOUBT, () -> 4);
        metrics.seconds(Metric.SWEEP_LAG, () -> 1_500_000_000L);
        metrics.seconds(Metric.PURGE_LAG, () -> -1);
        metrics.secondsTotal(Metric.LEDGER_UNAVAILABLE_SECONDS, () -> 2_000_000_000L);
        metrics.gauge(Metric.BUILD_INFO, () -> 1, "1.2");
        Map<String, Double> values = Scrape.of(metrics.scrape("text/plain")).values();
        assertThat(values)
                .containsEntry("pryzma_job_runs_total{job=\"sweep\",outcome=\"failed\"}", 2.0)
                .containsEntry(
                        "pryzma_ledger_message_seconds_bucket{lane=\"transfers\",le=\"0.005\"}",
                        1.0)
                .containsEntry("pryzma_ledger_message_seconds_sum{lane=\"transfers\"}", 0.003)
                .containsEntry("pryzma_writer_batch_writes_bucket{le=\"4.0\"}", 0.0)
                .containsEntry("pryzma_writer_batch_writes_bucket{le=\"8.0\"}", 1.0)
                .containsEntry("pryzma_writer_batch_bytes_sum", 300.0)
                .containsEntry("pryzma_keys_in_doubt", 4.0)
                .containsEntry("pryzma_sweep_lag_seconds", 1.5)
                .containsEntry("pryzma_purge_lag_seconds", Double.NaN)
                .containsEntry("pryzma_ledger_unavailable_seconds_total", 2.0)
                .containsEntry("pryzma_build_info{version=\"1.2\"}", 1.0);
        assertThat(metrics.times().values().iterator().next().distribution().buckets())
                .contains(
                        new Distribution.Bucket(2_000_000, 0),
                        new Distribution.Bucket(5_000_000, 1));
    }
}
