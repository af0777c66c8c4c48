package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * No answer tells what the service is made of, nor lets a browser do more with it than show it.
 * Every route is asked, rightly and wrongly, and every fault that can be provoked is.
 */
@Execution(ExecutionMode.SAME_THREAD)
class TellNothingTest {
    private static final EdgeServer SERVER = EdgeServer.shared();

    /** What faults and frameworks would say of themselves. */
    private static final Pattern TOLD =
            Pattern.compile(
                    "micronaut|netty|jackson|hikari|nimbus|flyway|logback|resilience4j|bucket4j"
                            + "|org\\.postgresql|sqlstate|relation \"|java\\.|jakarta\\.|javax\\."
                            + "|global\\.pryzma|exception|\\bat [a-z]+\\.[a-z]+|stack ?trace"
                            + "|secret of the house",
                    Pattern.CASE_INSENSITIVE);

    private static final List<String> NEVER =
            List.of("Server", "X-Powered-By", "Via", "X-AspNet-Version", "X-Runtime");

    /** What others have written, the contract itself, and code for those who write clients. */
    private static final Set<String> FILES =
            Set.of(
                    "/docs/clients",
                    "/docs/swagger-ui-bundle.js",
                    "/docs/swagger-ui.css",
                    "/openapi.yaml");

    @Test
    void everyRouteAskedRightlyAndWrongly() {
        List<UriRouteInfo<?, ?>> routes = new ArrayList<>();
        SERVER.bean(Router.class).uriRoutes().distinct().forEach(routes::add);
        assertThat(routes).hasSizeGreaterThan(60);
        for (UriRouteInfo<?, ?> route : routes) {
            String template = route.getUriMatchTemplate().toString();
            if (template.equals("/v1/probes/held") || template.startsWith("/embedded/")) {
                continue; // one does not end by itself, the other would switch the ledger off
            }
            String method = route.getHttpMethod().name();
            String path = template.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
            look(SERVER.anonymous(path).method(method, body(method, "{}")));
            look(
                    SERVER.anonymous(path)
                            .header("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")
                            .method(method, body(method, "{}")));
            for (String json : List.of("{\"", "[[[[", "{\"text\":\"x\",\"amount\":1e999}")) {
                look(full(path, method, json));
            }
            look(full(path + "?limit=-1&cursor=AAAA&x=%00", method, "{}"));
            look(full(template.replaceAll("\\{[^}]*}", "%27%3B--"), method, "{}"));
            look(full(path, "PUT", "{}"));
        }
    }

    private static HttpRequest.Builder full(String path, String method, String json) {
        return SERVER.request(path)
                .header("Pryzma-Idempotency-Key", UUID.randomUUID().toString())
                .header("Accept", "application/problem+json, */*;q=0.1")
                .method(method, body(method, json));
    }

    private static HttpRequest.BodyPublisher body(String method, String json) {
        return HttpMethod.valueOf(method).permitsRequestBody()
                ? BodyPublishers.ofString(json)
                : BodyPublishers.noBody();
    }

    @Test
    void everyFaultThatCanBeProvoked() throws IOException {
        for (String path :
                List.of(
                        "/",
                        "/nothing",
                        "/v1/probes/fault",
                        "/v1/probes/no-database",
                        "/v1/probes/unguarded",
                        "/v1/probes/none",
                        "/docs/nothing",
                        "/docs/..%2f..%2fapplication.yml",
                        "/problems/nothing",
                        "/%ff")) {
            look(full(path, "GET", ""));
            look(SERVER.request(path).header("Accept", "text/html"));
        }
        look(SERVER.post("x".repeat(70_000)));
        look(SERVER.post("{}").header("Content-Type", "application/xml"));
        look(SERVER.post("{}").header("Content-Encoding", "gzip"));
        for (String raw :
                List.of(
                        "GARBAGE\r\n\r\n",
                        "GET / HTTP/3.0\r\nHost: x\r\n\r\n",
                        "GET / HTTP/1.1\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
                        "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n")) {
            String answer = SERVER.raw(raw);
            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContainPattern(TOLD);
            assertThat(answer)
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("cache-control: no-store")
                    .doesNotContainPattern("(?im)^(server|x-powered-by):");
        }
    }

    @Test
    void whatHasATokenOrASecretIsKeptByNobody() {
        for (String path : List.of("/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
            HttpResponse<String> response =
                    SERVER.send(
                            SERVER.anonymous(path)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString("client_id=x&client_secret=y")));
            assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        }
        assertThat(
                        SERVER.send(SERVER.request("/v1/organisations"))
                                .headers()
                                .allValues("Cache-Control"))
                .containsExactly("no-store");
        assertThat(
                        SERVER.send(SERVER.post("{\"text\":\"a\"}"))
                                .headers()
                                .allValues("Cache-Control"))
                .containsExactly("no-store");
    }

    private static void look(HttpRequest.Builder request) {
        HttpResponse<String> response = SERVER.send(request);
        String what = "%s %s".formatted(response.request().method(), response.request().uri());
        assertThat(response.statusCode()).as(what).isLessThan(600);
        for (String name : NEVER) {
            assertThat(response.headers().firstValue(name)).as(what).isEmpty();
        }
        assertThat(response.headers().allValues("X-Content-Type-Options"))
                .as(what)
                .containsExactly("nosniff");
        assertThat(response.headers().allValues("Cache-Control")).as(what).hasSize(1);
        assertThat(response.headers().firstValue("Strict-Transport-Security"))
                .as("not without TLS")
                .isEmpty();
        response.headers()
                .map()
                .forEach((name, values) ->
                        assertThat(values.toString()).as(what).doesNotContainPattern(TOLD));
        if (!FILES.contains(response.request().uri().getPath())) {
            assertThat(response.body()).as(what).doesNotContainPattern(TOLD);
        }
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(what)
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(response.headers().allValues("Referrer-Policy"))
                    .as(what)
                    .containsExactly("no-referrer");
        }
    }
}
