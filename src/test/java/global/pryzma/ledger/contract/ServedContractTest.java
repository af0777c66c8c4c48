package global.pryzma.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.io.Reader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The document and the running service. */
@Execution(ExecutionMode.SAME_THREAD)
class ServedContractTest {
    private static final Set<String> OF_THE_EMBEDDED_LEDGER =
            Set.of("POST /embedded/ledger/stop", "POST /embedded/ledger/start");

    /** For reading, and no operations of the contract: it would have them in every client. */
    private static final Set<String> PAGES =
            Set.of(
                    "GET /openapi.yaml",
                    "GET /docs",
                    "GET /docs/{file}",
                    "GET /problems",
                    "GET /operations",
                    "GET /operations/{file}",
                    "GET /status",
                    "GET /problems/{code}");

    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void itDescribesExactlyTheRoutesThereAre() {
        Set<String> routes =
                service.bean(Router.class)
                        .uriRoutes()
                        // The framework makes a HEAD of every GET.
                        .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                        .map(route ->
                                route.getHttpMethodName()
                                        + " "
                                        + route.getUriMatchTemplate().toPathString())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>(Contract.get().operations().keySet());
        if (!service.isLedgerEmbedded()) {
            // No cluster is ours to switch off.
            assertThat(described.removeAll(OF_THE_EMBEDDED_LEDGER)).isTrue();
        }
        assertThat(routes.removeAll(PAGES)).isTrue();
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void itIsServedAsItStandsAtTheTopLevel() throws Exception {
        HttpResponse<String> response = service.client().get("/openapi.yaml");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/yaml");
        assertThat(response.body()).isEqualTo(Files.readString(Contract.FILE));
    }

    @Test
    void thePageLoadsNothingFromElsewhere() {
        HttpResponse<String> page = service.client().get("/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none';")
                .contains("connect-src 'self'")
                .doesNotContain("http");
        Matcher link = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page.body());
        int links = 0;
        while (link.find()) {
            links++;
            assertThat(link.group(1)).startsWith("/docs/");
            HttpResponse<String> part = service.client().get(link.group(1));
            assertThat(part.statusCode()).as(link.group(1)).isEqualTo(200);
        }
        assertThat(links).isEqualTo(12);
        assertThat(service.client().get("/docs/start.js").body())
                .contains("url: \"/openapi.yaml\"");
    }

    @Test
    void thePageOfClientsNamesWhatTheContractHas() {
        HttpResponse<String> page = service.client().get("/docs/clients");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        Matcher link = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page.body());
        while (link.find()) {
            assertThat(service.client().get(link.group(1)).statusCode())
                    .as(link.group(1))
                    .isEqualTo(200);
        }
        assertThat(page.body())
                .contains("containerDefaultToNull=true")
                .contains("disallowAdditionalPropertiesIfNotPresent=false");
        assertThat(Contract.get().at("/components/schemas").has("ErrorCode")).isTrue();
        assertThat(Contract.get().at("/components/schemas").has("AccountType")).isTrue();
        assertThat(Contract.get().operations()).containsKey("DELETE /v1/idempotency-keys/{key}");
        assertThat(page.body())
                .containsPattern(
                        takenForConstructors()
                                .map(name -> name + "=\\w+")
                                .collect(Collectors.joining(",", "--model-name-mappings ", "<")));
    }

    /** Schemas with the name that a generator gives to the function which makes another one. */
    private static Stream<String> takenForConstructors() {
        JsonNode schemas = Contract.get().at("/components/schemas");
        return schemas.properties().stream()
                .filter(schema -> schema.getValue().has("properties"))
                .map(schema -> "New" + schema.getKey())
                .filter(schemas::has)
                .sorted();
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi.yaml",
        "/docs",
        "/docs/clients",
        "/docs/holds",
        "/docs/batches",
        "/docs/dry-runs",
        "/docs/reversals",
        "/docs/reading",
        "/docs/journal-entries",
        "/docs/statements",
        "/docs/swagger-ui-bundle.js",
        "/docs/swagger-ui.css"
    })
    void whatIsTheSameForEverybodyIsSentOnceToEachCacheAndCompressed(String path) throws Exception {
        ServiceClient client = service.client();
        HttpResponse<String> plain = client.get(path);
        String tag = plain.headers().firstValue("ETag").orElseThrow();
        assertThat(plain.headers().firstValue("Cache-Control")).isPresent();
        assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
        HttpResponse<String> known =
                client.send(client.request(path).header("If-None-Match", "\"x\", W/" + tag));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.headers().firstValue("ETag")).contains(tag);
        assertThat(client.send(client.request(path).header("If-None-Match", "\"x\"")).statusCode())
                .isEqualTo(200);

        HttpRequest compressed =
                HttpRequest.newBuilder(service.uri().resolve(path))
                        .header("Accept-Encoding", "br, gzip;q=0.5")
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response =
                    http.send(compressed, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(response.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
            try (InputStream content = new GZIPInputStream(response.body())) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain.body());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/swagger-ui.js",
        "/docs/..%2Fopenapi.yaml",
        "/docs/start.js.map",
        "/docs/swagger-initializer.js"
    })
    void nothingElseIsServedBesideIt(String path) {
        assertThat(service.client().get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/health", "/health/liveness", "/health/readiness", "/nowhere", "/v1/accounts"})
    void whatIsAnsweredWithoutAToken(String path) {
        Contract.get().check("GET", path, service.client().get(path));
    }

    @ParameterizedTest
    @CsvSource({"/problems,200", "/problems/not_found,200", "/problems/nothing,404"})
    void thePagesOfErrors(String path, int status) {
        assertThat(service.client().get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void theTokenEndpoint() throws Exception {
        Properties demo = new Properties();
        try (Reader file = Files.newBufferedReader(service.folder().resolve("demo-credential"))) {
            demo.load(file);
        }
        String id = demo.getProperty("PRYZMA_CLIENT_ID");
        String secret = demo.getProperty("PRYZMA_CLIENT_SECRET");
        assertThat(token("client_credentials", id, secret, "accounts.read")).isEqualTo(200);
        assertThat(token("client_credentials", id, secret, "nothing")).isEqualTo(400);
        assertThat(token("password", id, secret, "accounts.read")).isEqualTo(400);
        assertThat(token("client_credentials", id, "wrong", "accounts.read")).isEqualTo(401);
    }

    private int token(String grant, String id, String secret, String scope) {
        HttpResponse<String> response =
                service.client()
                        .postForm(
                                "/oauth2/token",
                                "grant_type",
                                grant,
                                "client_id",
                                id,
                                "client_secret",
                                secret,
                                "scope",
                                scope);
        Contract.get().check("POST", "/oauth2/token", response);
        return response.statusCode();
    }
}
