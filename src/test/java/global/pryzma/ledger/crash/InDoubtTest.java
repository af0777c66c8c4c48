package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        String transferJson = withReference(books.settlement(), account);
        Crash.at(
                Point.CLAIMED,
                transfer,
                service,
                books,
                () -> books.post("/v1/transfers", transfer, transferJson));
        UUID opening = UUID.randomUUID();
        String accountJson = books.accountJson("consumer");
        Crash.at(
                Point.CLAIMED,
                opening,
                service,
                books,
                () -> books.post("/v1/accounts", opening, accountJson));
        UUID other = UUID.randomUUID();
        HttpResponse<String> waited = books.post("/v1/transfers", other, transferJson);
        assertThat(waited.statusCode())
                .as("whose the reference is, nobody knows yet: %s", waited.body())
                .isEqualTo(503);
        assertCancelled(books, transfer, "/v1/transfers", transferJson);
        assertCancelled(books, opening, "/v1/accounts", accountJson);
        assertThat(books.transfersOf(account)).isEmpty();
        // Another key may do what the cancelled one did not.
        assertThat(post(other, transferJson).statusCode()).isEqualTo(201);
        books.assertDebitsEqualCredits();
    }

    @Test
    void whatWasExecutedIsFoundByTheCancel() {
        UUID account = books.account("consumer");
        UUID transfer = UUID.randomUUID();
        String transferJson = withReference(books.settlement(), account);
        Crash.at(
                Point.EXECUTED,
                transfer,
                service,
                books,
                () -> books.post("/v1/transfers", transfer, transferJson));
        HttpResponse<String> other = post(UUID.randomUUID(), transferJson);
        assertThat(other.body())
                .as("the ledger has what the reference was for")
                .isEqualTo("{\"error\":\"reference_in_use\"}");
        JsonNode state = cancel(books, transfer);
        assertThat(state.path("response").path("status").asInt()).isEqualTo(201);
        HttpResponse<String> repeated = post(transfer, transferJson);
        assertThat(Books.json(repeated.body())).isEqualTo(state.path("response").path("body"));
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));

        UUID opening = UUID.randomUUID();
        String accountJson = books.accountJson("consumer");
        Crash.at(
                Point.ANSWERED,
                opening,
                service,
                books,
                () -> books.post("/v1/accounts", opening, accountJson));
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
            String posted = hold(its, account, 40);
            String open = hold(its, account, 50);
            UUID posting = UUID.randomUUID();
            resolving.parkAt(
                    Point.EXECUTED,
                    posting,
                    () -> its.post(Holds.postPath(posted), posting, Holds.part("30")));
            UUID executed = UUID.randomUUID();
            String executedJson = Books.transferJson(its.settlement(), account, 700);
            Crash.at(
                    Point.EXECUTED,
                    executed,
                    resolving,
                    its,
                    () -> its.post("/v1/transfers", executed, executedJson));
            UUID voiding = UUID.randomUUID();
            resolving.parkAt(
                    Point.CLAIMED, voiding, () -> its.post(Holds.voidPath(open), voiding, "{}"));
            UUID claimed = UUID.randomUUID();
            String claimedJson = Books.transferJson(its.settlement(), account, 9);
            Crash.at(
                    Point.CLAIMED,
                    claimed,
                    resolving,
                    its,
                    () -> its.post("/v1/transfers", claimed, claimedJson));

            await().atMost(PATIENCE).until(() -> status(its, executed).equals("recorded"));
            assertThat(state(its, executed).path("response").path("status").asInt()).isEqualTo(201);
            await().atMost(PATIENCE).until(() -> status(its, posting).equals("recorded"));
            assertThat(state(its, posting).path("operation").asText()).isEqualTo("transfers.post");
            assertThat(state(its, posting).path("response").path("body"))
                    .isEqualTo(its.get("/v1/transfers/" + posted));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(its.get("/v1/ledger/in-doubt").path("data"))
                                    .as("the other one may still be on its way")
                                    .anyMatch(row ->
                                            row.path("key").asText().equals(claimed.toString())));

            resolving.with("pryzma.idempotency.fence-after", "1s");
            resolving.terminate();
            resolving.start();
            its.use(resolving.client());
            await().atMost(PATIENCE).until(() -> status(its, claimed).equals("recorded"));
            HttpResponse<String> late = its.definiteTransfer(claimed, its.settlement(), account, 9);
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(late.body()).isEqualTo("{\"error\":\"request_cancelled\"}");
            await().atMost(PATIENCE).until(() -> status(its, voiding).equals("recorded"));
            assertThat(state(its, voiding).path("response").path("status").asInt()).isEqualTo(409);
            assertThat(its.get("/v1/transfers/" + open).path("status").asText())
                    .isEqualTo("pending");
            assertThat(its.get("/v1/ledger/in-doubt").path("data")).isEmpty();
            assertThat(its.posted(account)).isEqualTo(BigInteger.valueOf(730));
            its.assertDebitsEqualCredits();
        }
    }

    private static String hold(Books its, UUID account, long amount) {
        String json =
                Holds.json(its.settlement().toString(), account.toString(), Long.toString(amount));
        UUID key = UUID.randomUUID();
        HttpResponse<String> made =
                its.definite(key, it -> it.post("/v1/transfers", its.token(), key, json));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Books.json(made.body()).path("id").asText();
    }

    /** Rows alone are claimed with what they end with: a crash before that leaves nothing. */
    @Test
    void aProgramIsNeverInDoubt() {
        UUID program = UUID.randomUUID();
        String json = "{\"name\":\"Never\"}";
        Crash.at(
                Point.ANSWERED,
                program,
                service,
                books,
                () -> books.post("/v1/programs", program, json));
        assertThat(
                        books.definite(
                                        UUID.randomUUID(),
                                        it ->
                                                it.get(
                                                        "/v1/idempotency-keys/" + program,
                                                        books.token()))
                                .statusCode())
                .isEqualTo(404);
        assertNeverAfterCancel(books, program, "/v1/programs", json);
    }

    private static String withReference(UUID debit, UUID credit) {
        return Books.transferJson(debit, credit, 700)
                .replace("}", ",\"reference\":\"" + UUID.randomUUID() + "\"}");
    }

    private static HttpResponse<String> post(UUID key, String json) {
        return books.definite(key, it -> it.post("/v1/transfers", books.token(), key, json));
    }

    private static void assertCancelled(Books books, UUID key, String path, String json) {
        assertThat(status(books, key)).isIn("in_progress", "in_doubt");
        assertNeverAfterCancel(books, key, path, json);
    }

    private static void assertNeverAfterCancel(Books books, UUID key, String path, String json) {
        JsonNode state = cancel(books, key);
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
