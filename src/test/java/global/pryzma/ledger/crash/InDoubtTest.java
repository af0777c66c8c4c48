package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Keys that a killed service leaves behind are settled by others than their clients. */
class InDoubtTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    /** Nobody but clients and operators settles its keys: the resolver sleeps. */
    private static ServiceProcess service;

    private static Books books;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).withCrashPoints().start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void whatWasNotExecutedIsCancelledForEver() {
        UUID account = books.account("consumer");
        UUID transfer = UUID.randomUUID();
        String transferJson = Books.transferJson(books.settlement(), account, 700);
        dieAt(Point.CLAIMED, service, books, transfer, "/v1/transfers", transferJson);
        UUID opening = UUID.randomUUID();
        String accountJson = books.accountJson("consumer");
        dieAt(Point.CLAIMED, service, books, opening, "/v1/accounts", accountJson);
        UUID program = UUID.randomUUID();
        String programJson = "{\"name\":\"Never\"}";
        dieAt(Point.CLAIMED, service, books, program, "/v1/programs", programJson);

        assertCancelled(books, transfer, "/v1/transfers", transferJson);
        assertCancelled(books, opening, "/v1/accounts", accountJson);
        assertCancelled(books, program, "/v1/programs", programJson);
        assertThat(books.transfersOf(account)).isEmpty();
        // Another key may do what the cancelled one did not.
        assertThat(
                        books.definiteTransfer(UUID.randomUUID(), books.settlement(), account, 700)
                                .statusCode())
                .isEqualTo(201);
        books.assertDebitsEqualCredits();
    }

    @Test
    void whatWasExecutedIsFoundByTheCancel() {
        UUID account = books.account("consumer");
        UUID transfer = UUID.randomUUID();
        String transferJson = Books.transferJson(books.settlement(), account, 700);
        dieAt(Point.EXECUTED, service, books, transfer, "/v1/transfers", transferJson);
        JsonNode state = cancel(books, transfer);
        assertThat(state.path("response").path("status").asInt()).isEqualTo(201);
        HttpResponse<String> repeated =
                books.definiteTransfer(transfer, books.settlement(), account, 700);
        assertThat(Books.json(repeated.body())).isEqualTo(state.path("response").path("body"));
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));

        UUID opening = UUID.randomUUID();
        String accountJson = books.accountJson("consumer");
        dieAt(Point.ANSWERED, service, books, opening, "/v1/accounts", accountJson);
        JsonNode opened = cancel(books, opening).path("response");
        assertThat(opened.path("status").asInt()).isEqualTo(201);
        UUID id = UUID.fromString(opened.path("body").path("id").asText());
        assertThat(books.posted(id)).isZero();
        books.assertDebitsEqualCredits();
    }

    @Test
    void theResolverRecordsWhatWasExecutedAndFencesWhatWasNot(@TempDir Path itsFolder) {
        try (ServiceProcess resolving = new ServiceProcess(itsFolder).withCrashPoints()) {
            resolving
                    .with("pryzma.idempotency.resolve-interval", "200ms")
                    .with("pryzma.idempotency.doubt-after", "1s")
                    .start();
            Books its = Books.open(resolving.client(), resolving.dataFolder());
            UUID account = its.account("consumer");
            UUID executed = UUID.randomUUID();
            String executedJson = Books.transferJson(its.settlement(), account, 700);
            dieAt(Point.EXECUTED, resolving, its, executed, "/v1/transfers", executedJson);
            UUID claimed = UUID.randomUUID();
            String claimedJson = Books.transferJson(its.settlement(), account, 9);
            dieAt(Point.CLAIMED, resolving, its, claimed, "/v1/transfers", claimedJson);

            await().atMost(PATIENCE).until(() -> status(its, executed).equals("recorded"));
            assertThat(state(its, executed).path("response").path("status").asInt()).isEqualTo(201);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(its.get("/v1/ledger/in-doubt").path("data"))
                                    .as("the other one may still be on its way")
                                    .anyMatch(row ->
                                            row.path("key").asText().equals(claimed.toString())));

            resolving.with("pryzma.idempotency.fence-after", "1s");
            restart(resolving, its);
            await().atMost(PATIENCE).until(() -> status(its, claimed).equals("recorded"));
            HttpResponse<String> late = its.definiteTransfer(claimed, its.settlement(), account, 9);
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(late.body()).isEqualTo("{\"error\":\"request_cancelled\"}");
            assertThat(its.get("/v1/ledger/in-doubt").path("data")).isEmpty();
            assertThat(its.posted(account)).isEqualTo(BigInteger.valueOf(700));
            its.assertDebitsEqualCredits();
        }
    }

    /** The service kills itself at this point of the request, and is started again. */
    private static void dieAt(
            Point point, ServiceProcess service, Books books, UUID key, String path, String json) {
        service.dieAt(point, key);
        assertThatThrownBy(() -> books.post(path, key, json))
                .as("the service died before it could answer")
                .isInstanceOf(UncheckedIOException.class);
        assertThat(service.awaitExit()).as("killed by signal 9").isEqualTo(128 + 9);
        restart(service, books);
    }

    private static void restart(ServiceProcess service, Books books) {
        if (service.process().isAlive()) {
            service.terminate();
        }
        service.start();
        books.use(service.client());
    }

    private static void assertCancelled(Books books, UUID key, String path, String json) {
        assertThat(status(books, key)).isIn("in_progress", "in_doubt");
        JsonNode state = cancel(books, key);
        assertThat(state.path("status").asText()).isEqualTo("recorded");
        assertThat(state.path("response").path("status").asInt()).isEqualTo(409);
        HttpResponse<String> repeated =
                books.definite(key, it -> it.post(path, books.token(), key, json));
        assertThat(repeated.statusCode()).isEqualTo(409);
        assertThat(repeated.body()).isEqualTo("{\"error\":\"request_cancelled\"}");
    }

    private static JsonNode cancel(Books books, UUID key) {
        UUID own = UUID.randomUUID();
        HttpResponse<String> response =
                books.definite(
                        own, it -> it.delete("/v1/idempotency-keys/" + key, books.token(), own));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Books.json(response.body());
    }

    private static JsonNode state(Books books, UUID key) {
        return books.get("/v1/idempotency-keys/" + key);
    }

    private static String status(Books books, UUID key) {
        return state(books, key).path("status").asText();
    }
}
