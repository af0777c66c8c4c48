package global.pryzma.ledger.operations.page;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The operators' page and what it is told, over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class OperationsTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .* from \"([^\"]*)\";$");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:pryzma|http_server)_[a-z_]*[a-z]\\b");

    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void thePageMayLoadNothingFromElsewhereAndHasNothingInside() {
        HttpResponse<String> page = file("/operations");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                                + " connect-src 'self'; form-action 'none'; base-uri 'none';"
                                + " frame-ancestors 'none'");
        assertThat(page.body())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", "style=")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void everyFileThatAnotherOneNeedsIsServedWithItsType() {
        Set<String> found = new TreeSet<>();
        find("/operations", found);
        assertThat(found)
                .contains("/operations/main.js", "/operations/uPlot.esm.js")
                .hasSizeGreaterThan(10);
        assertError(service.client().get("/operations/index.html"), 404, "not_found");
    }

    private void find(String path, Set<String> found) {
        HttpResponse<String> file = file(path);
        assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith(type(path));
        for (Pattern need : List.of(ADDRESS, IMPORT)) {
            Matcher needed = need.matcher(file.body());
            while (needed.find()) {
                assertThat(needed.group(1)).startsWith("/operations/");
                if (found.add(needed.group(1))) {
                    find(needed.group(1), found);
                }
            }
        }
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> "text/html";
        };
    }

    @Test
    void everyMetricThatThePageNamesIsOne() {
        Set<String> metrics =
                Arrays.stream(Metric.values()).map(Metric::text).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (String name : List.of("", "/figures.js", "/state.js", "/tables.js")) {
            Matcher metric = METRIC.matcher(file("/operations" + name).body());
            while (metric.find()) {
                named.add(metric.group());
            }
        }
        assertThat(named).hasSizeGreaterThan(12).isSubsetOf(metrics);
    }

    @Test
    void theInstanceTellsHowItIs() {
        Tenant operator = new Tenant(service);
        JsonNode now = ok(operator.get("/v1/operations/now"));
        assertThat(now.at("/ledger/lanes/0/lane").asText()).isEqualTo("transfers");
        assertThat(now.at("/ledger/lanes/0/circuit").asText()).isEqualTo("closed");
        assertThat(now.at("/postgres/status").asText()).isEqualTo("up");
        assertThat(now.path("jobs").findValuesAsText("name"))
                .contains("purge", "recent", "resolver", "sweep");
        assertThat(now.path("figures").findValuesAsText("metric"))
                .contains(
                        Metric.KEYS_IN_DOUBT.text(),
                        Metric.KEYS_IN_DOUBT_OLDEST.text(),
                        Metric.LEDGER_ORPHANS.text(),
                        Metric.LEDGER_AVAILABLE.text());
    }

    @Test
    void theLastHourIsTold() {
        JsonNode recent = ok(new Tenant(service).get("/v1/operations/recent"));
        assertThat(recent.path("curves")).hasSameSizeAs(Curve.values());
    }

    /** The page asks at once. */
    @Test
    void beforeTheFirstStepTheListsAreThereAndEmpty() throws Exception {
        String json =
                service.bean(JsonMapper.class).writeValueAsString(RecentResponse.of(List.of()));
        assertThat(json).contains("\"times\":[]", "\"values\":[]", "\"totals\":[]");
    }

    @Test
    void itTellsOperatorsAlone() {
        Tenant tenant = new Tenant(service);
        for (String path : List.of("/v1/operations/now", "/v1/operations/recent")) {
            assertError(
                    service.client().get(path, tenant.token(Scope.TRANSFERS_WRITE)),
                    403,
                    "insufficient_scope");
        }
    }

    private HttpResponse<String> file(String path) {
        HttpResponse<String> file = service.client().get(path);
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        return file;
    }
}
