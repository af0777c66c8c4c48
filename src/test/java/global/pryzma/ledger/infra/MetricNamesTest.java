package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.operations.ManagementServer;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every metric that a rule or a dashboard names exists: an alert on a name with a slip of the pen
 * never fires, and nobody notices.
 */
@Execution(ExecutionMode.SAME_THREAD)
class MetricNamesTest {
    /** Prometheus' own, and those of the exporters that rules/outside.rules.yaml needs. */
    private static final Set<String> OTHERS =
            Set.of(
                    "up",
                    "ALERTS",
                    "node_filesystem_avail_bytes",
                    "node_filesystem_size_bytes",
                    "node_timex_offset_seconds",
                    "node_timex_sync_status",
                    "probe_ssl_earliest_cert_expiry");

    /** Of a library's choice; a scrape has them. */
    private static final Pattern LIBRARIES =
            Pattern.compile("(jvm|process|system|hikaricp|disk)_\\w+");

    private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum)$");
    private static final Pattern NAME = Pattern.compile("^([a-zA-Z_:][\\w:]*)", Pattern.MULTILINE);

    @Test
    void eachIsInTheList() throws Exception {
        Set<String> ours = Stream.of(Metric.values()).map(Metric::text).collect(Collectors.toSet());
        assertThat(named())
                .filteredOn(name -> !OTHERS.contains(name))
                .filteredOn(name -> !LIBRARIES.matcher(name).matches())
                .allSatisfy(
                        name -> assertThat(ours).contains(SUFFIX.matcher(name).replaceFirst("")));
    }

    @Test
    void eachIsInAScrape() throws Exception {
        ServiceUnderTest service = ServiceUnderTest.shared();
        Books books = Books.open(service.client(), service.folder());
        books.funded(1);
        assertThat(missing(scrape(service))).isEmpty();
    }

    /** Those that a scrape's text does not have. */
    private static Set<String> missing(String scrape) throws IOException {
        Set<String> there =
                NAME.matcher(scrape)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());
        Set<String> missing = named();
        missing.removeAll(OTHERS);
        missing.removeAll(there);
        return missing;
    }

    private static String scrape(ServiceUnderTest service) {
        return new ServiceClient(service.bean(ManagementServer.class).uri().orElseThrow())
                .get("/metrics")
                .body();
    }

    /** What rules and dashboards name, without the series that rules make. */
    private static Set<String> named() throws IOException {
        List<String> expressions = new ArrayList<>(Charts.expressions());
        Alerts.rules().forEach(rule -> expressions.add(rule.get("expr").asText()));
        Set<String> names = new TreeSet<>();
        expressions.forEach(expression -> names.addAll(PromQl.metrics(expression)));
        Alerts.records().forEach(rule -> names.remove(rule.get("record").asText()));
        assertThat(names).contains("up", "pryzma_ledger_available");
        return names;
    }
}
