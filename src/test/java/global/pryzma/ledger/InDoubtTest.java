package global.pryzma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

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
    @Test
    void whatWasNotExecutedIsCancelledForEver(@TempDir Path folder) {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            Books books = open(service);
            UUID account = books.account("consumer");
            UUID transfer = UUID.randomUUID();
            String transferJson = Books.transferJson(books.settlement(), account, 700);
            dieAt("CLAIMED", service, books, transfer, "/v1/transfers", transferJson);
            UUID opening = UUID.randomUUID();
            String accountJson = books.accountJson("consumer");
            dieAt("CLAIMED", service, books, opening, "/v1/accounts", accountJson);
            UUID program = UUID.randomUUID();
            String programJson = "{\"name\":\"Never\"}";
            dieAt("CLAIMED", service, books, program, "/v1/programs", programJson);

            assertCancelled(books, transfer, "/v1/transfers", transferJson);
            assertCancelled(books, opening, "/v1/accounts", accountJson);
            assertCancelled(books, program, "/v1/programs", programJson);
            assertThat(books.transfersOf(account)).isEmpty();
            // Another key may do what the cancelled one did not.
            assertThat(books.post("/v1/transfers", UUID.randomUUID(), transferJson).statusCode())
                    .isEqualTo(201);
            books.assertDebitsEqualCredits();
        }
    }

    @Test
    void whatWasExecutedIsFoundByTheCancel(@TempDir Path folder) {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            Books books = open(service);
            UUID account = books.account("consumer");
            UUID transfer = UUID.randomUUID();
            String transferJson = Books.transferJson(books.settlement(), account, 700);
            dieAt("EXECUTED", service, books, transfer, "/v1/transfers", transferJson);
            JsonNode state = cancel(books, transfer);
            assertThat(state.path("response").path("status").asInt()).isEqualTo(201);
            HttpResponse<String> repeated = books.post("/v1/transfers", transfer, transferJson);
            assertThat(Books.json(repeated.body())).isEqualTo(state.path("response").path("body"));
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));

            UUID opening = UUID.randomUUID();
            String accountJson = books.accountJson("consumer");
            dieAt("ANSWERED", service, books, opening, "/v1/accounts", accountJson);
            JsonNode opened = cancel(books, opening).path("response");
            assertThat(opened.path("status").asInt()).isEqualTo(201);
            UUID id = UUID.fromString(opened.path("body").path("id").asText());
            assertThat(books.posted(id)).isZero();
            books.assertDebitsEqualCredits();
        }
    }

    @Test
    void theResolverRecordsWhatWasExecutedAndFencesWhatWasNot(@TempDir Path folder) {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            Books books = open(service);
            UUID account = books.account("consumer");
            UUID executed = UUID.randomUUID();
            dieAt(
                    "EXECUTED",
                    service,
                    books,
                    executed,
                    "/v1/transfers",
                    Books.transferJson(books.settlement(), account, 700));
            UUID claimed = UUID.randomUUID();
            String neverExecuted = Books.transferJson(books.settlement(), account, 9);
            dieAt("CLAIMED", service, books, claimed, "/v1/transfers", neverExecuted);

            service.with("pryzma.idempotency.resolve-interval", "200ms")
                    .with("pryzma.idempotency.doubt-after", "1s");
            restart(service, books);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status(books, executed).equals("recorded"));
            assertThat(state(books, executed).path("response").path("status").asInt())
                    .isEqualTo(201);
            assertThat(books.get("/v1/ledger/in-doubt").path("data"))
                    .as("the other one may still be on its way")
                    .anyMatch(row -> row.path("key").asText().equals(claimed.toString()));

            service.with("pryzma.idempotency.fence-after", "1s");
            restart(service, books);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status(books, claimed).equals("recorded"));
            HttpResponse<String> late = books.post("/v1/transfers", claimed, neverExecuted);
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(late.body()).isEqualTo("{\"error\":\"request_cancelled\"}");
            assertThat(books.get("/v1/ledger/in-doubt").path("data")).isEmpty();
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));
            books.assertDebitsEqualCredits();
        }
    }

    private static Books open(ServiceProcess service) {
        service.start();
        return Books.open(service.client(), service.dataFolder());
    }

    /** The service is killed at this point of the request, and started again. */
    private static void dieAt(
            String point, ServiceProcess service, Books books, UUID key, String path, String json) {
        service.with(KillAt.POINT, point).with(KillAt.KEY, key.toString());
        restart(service, books);
        assertThatThrownBy(() -> books.post(path, key, json))
                .as("the service died before it could answer")
                .isInstanceOf(UncheckedIOException.class);
        service.awaitExit();
        service.without(KillAt.POINT);
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
        HttpResponse<String> repeated = books.post(path, key, json);
        assertThat(repeated.statusCode()).isEqualTo(409);
        assertThat(repeated.body()).isEqualTo("{\"error\":\"request_cancelled\"}");
    }

    private static JsonNode cancel(Books books, UUID key) {
        HttpResponse<String> response =
                books.client()
                        .delete("/v1/idempotency-keys/" + key, books.token(), UUID.randomUUID());
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
