package global.pryzma.ledger.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.tracing.Collector;
import global.pryzma.ledger.tracing.Collector.Span;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A service that logs for machines, a line for each request, and tells traces to a collector. */
class ObservedServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SPAN = "b7ad6b7169203331";

    @TempDir static Path folder;

    private static Collector collector;
    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        collector = new Collector();
        service =
                new ServiceProcess(folder)
                        .withEnvironment("PRYZMA_LOG_FORMAT", "json")
                        .withEnvironment("PRYZMA_LOG_ACCESS", "true")
                        .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
                        .with("pryzma.tracing.export-interval", "50ms")
                        .start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
        collector.close();
    }

    @Test
    void aMutationIsTracedFromItsClaimToItsRecord() {
        String trace = newTrace();
        pay(UUID.randomUUID(), trace);
        await().atMost(SOON).until(() -> named(trace, "POST /v1/transfers").isPresent());
        Span whole = named(trace, "POST /v1/transfers").orElseThrow();
        assertThat(whole.parent()).isEqualTo(SPAN);
        assertThat(whole.attributes())
                .containsEntry("http.route", "/v1/transfers")
                .containsEntry("http.response.status_code", "201")
                .containsEntry("pryzma.outcome", "first");
        for (String phase : List.of("claim", "apply", "record")) {
            await().atMost(SOON).until(() -> named(trace, phase).isPresent());
            assertThat(named(trace, phase).orElseThrow().parent()).isEqualTo(whole.id());
        }
        Span message = named(trace, "ledger").orElseThrow();
        assertThat(message.parent()).isEqualTo(named(trace, "apply").orElseThrow().id());
        assertThat(message.attributes())
                .containsEntry("pryzma.ledger.message_events", "1")
                .containsEntry("pryzma.ledger.message_attempts", "1")
                .containsKey("pryzma.ledger.message");
    }

    private static Optional<Span> named(String trace, String name) {
        return collector.of(trace).stream().filter(span -> span.name().equals(name)).findFirst();
    }

    @Test
    void everyLineIsAnObjectAndARequestHasOne() {
        String trace = newTrace();
        UUID key = UUID.randomUUID();
        String request = pay(key, trace);
        assertThat(service.client().get("/nowhere/" + key).statusCode()).isEqualTo(404);
        await().atMost(SOON)
                .until(() ->
                        ours().stream()
                                .anyMatch(line ->
                                        line.path("message").asText().contains("unknown 404")));
        JsonNode line =
                ours().stream()
                        .filter(it -> it.path("request_id").asText().equals(request))
                        .findFirst()
                        .orElseThrow();
        assertThat(Instant.parse(line.get("time").asText())).isAfter(Instant.EPOCH);
        assertThat(line.get("logger").asText()).isEqualTo("access");
        assertThat(line.get("message").asText()).isEqualTo("POST /v1/transfers 201");
        assertThat(line.get("trace_id").asText()).isEqualTo(trace);
        assertThat(line.get("key").asText()).isEqualTo(key.toString());
        assertThat(line.get("organisation").asText()).hasSize(36);
        assertThat(line.get("operation").asText()).isEqualTo("transfers.create");
        assertThat(line.get("error").asText()).isEqualTo("none");
        assertThat(line.get("milliseconds").isNumber()).isTrue();
        assertThat(service.output())
                .contains("\"message\":\"Pryzma Ledger is ready: ")
                .doesNotContain("pryzma_secret_");
    }

    /** What the service has logged; the ledger's native client writes lines of its own. */
    private static List<JsonNode> ours() {
        return service.output()
                .lines()
                .filter(line -> !line.isBlank() && !line.matches("(info|warning|error)\\(.*"))
                .map(ObservedServiceTest::object)
                .toList();
    }

    private static JsonNode object(String line) {
        try {
            JsonNode object = JSON.readTree(line);
            assertThat(object.isObject()).as(line).isTrue();
            assertThat(object.fieldNames())
                    .toIterable()
                    .contains("time", "level", "logger", "message");
            return object;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Its request id. */
    private static String pay(UUID key, String trace) {
        var response =
                service.client()
                        .send(
                                service.client()
                                        .request("/v1/transfers")
                                        .header("Authorization", "Bearer " + books.token())
                                        .header("Pryzma-Idempotency-Key", key.toString())
                                        .header("traceparent", "00-" + trace + "-" + SPAN + "-01")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        Books.transferJson(
                                                                books.settlement(),
                                                                books.account("consumer"),
                                                                1))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response.headers().firstValue("Pryzma-Request-Id").orElseThrow();
    }
}
