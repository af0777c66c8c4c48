package global.pryzma.ledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.operations.ManagementServer;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The metrics as Prometheus reads them at one moment.
 *
 * @param text as it was sent
 * @param values by series, as they are written: name and labels in the order of their names
 */
record Scrape(String text, Map<String, Double> values) {
    private static final Pattern SERIES =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{.*})?) (\\S+)");

    static Scrape of(ServiceUnderTest service) {
        return of(new ServiceClient(service.bean(ManagementServer.class).uri().orElseThrow()));
    }

    static Scrape of(ServiceClient management) {
        HttpResponse<String> response = management.get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        return of(response.body());
    }

    static Scrape of(String text) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String line : text.lines().filter(it -> !it.startsWith("#")).toList()) {
            Matcher series = SERIES.matcher(line);
            assertThat(series.matches()).as(line).isTrue();
            assertThat(values.put(series.group(1), number(series.group(2))))
                    .as("stands once: %s", line)
                    .isNull();
        }
        return new Scrape(text, values);
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    double value(String series) {
        Double value = values.get(series);
        assertThat(value).as("%s of %s", series, values.keySet()).isNotNull();
        return Objects.requireNonNull(value);
    }

    /** The series' names and labels. */
    Set<String> series() {
        return values.keySet();
    }

    /** The types of the metrics, by name. */
    Map<String, String> types() {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
    }

    /** The texts of help, by name. */
    Map<String, String> help() {
        return text.lines()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4))
                .collect(Collectors.toMap(words -> words[2], words -> words[3], (a, b) -> a));
    }
}
