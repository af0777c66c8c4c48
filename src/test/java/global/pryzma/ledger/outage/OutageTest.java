package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** The ledger goes away and comes back. */
class OutageTest {
    private static ServiceUnderTest service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(Map.of());
        books = Books.open(service.client(), service.folder());
    }

    @AfterEach
    void theLedgerIsBack() throws Exception {
        service.startLedger();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> books.funded(1));
        books.assertDebitsEqualCredits();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void anOutageIsA502AndTheSameKeySucceedsOnceTheLedgerIsBack() throws Exception {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        service.stopLedger();
        for (int i = 0; i < 3; i++) {
            assertUnavailable(books.transfer(key, books.settlement(), account, 42));
        }
        assertUnavailable(
                books.post("/v1/accounts", UUID.randomUUID(), books.accountJson("consumer")));
        assertUnavailable(books.client().get("/v1/accounts/" + account, books.token()));
        assertThat(books.client().get("/health/readiness").statusCode()).isEqualTo(200);

        service.startLedger();
        HttpResponse<String> moved =
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () -> books.transfer(key, books.settlement(), account, 42),
                                response -> response.statusCode() < 500);
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(201);
        HttpResponse<String> again = books.transfer(key, books.settlement(), account, 42);
        assertThat(again.body()).isEqualTo(moved.body());
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(42));
        // Queries have a connection of their own, which is waited for as soon as one is back.
        assertThat(books.transfersOf(account)).hasSize(1);
    }

    @Test
    void aClientOfThePublicGuideComesThroughAnOutageWithoutKnowing() throws Exception {
        GuideClient guide = GuideClient.ofTheFirstEdition(service::client, books.token(), 30);
        UUID key = UUID.randomUUID();
        service.stopLedger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<GuideClient.Definite> account =
                    clients.submit(
                            () -> guide.post("/v1/accounts", key, books.accountJson("consumer")));
            await().atMost(Duration.ofSeconds(30)).until(() -> guide.unavailable() > 0);
            assertThat(account.isDone()).isFalse();
            service.startLedger();
            GuideClient.Definite opened = account.get();
            assertThat(opened.response().statusCode()).isEqualTo(201);
            assertThat(opened.tries()).isGreaterThan(1);
            GuideClient.Definite again =
                    guide.post("/v1/accounts", key, books.accountJson("consumer"));
            assertThat(again.response().body()).isEqualTo(opened.response().body());
            assertThat(again.tries()).isEqualTo(1);
        }
    }

    @Test
    void aClientOfThePublicGuideSeesSuccessAndErrors() {
        GuideClient guide = new GuideClient(service::client, books.token(), 30);
        assertThat(
                        guide.post("/v1/accounts", UUID.randomUUID(), books.accountJson("consumer"))
                                .response()
                                .statusCode())
                .isEqualTo(201);
        HttpResponse<String> error =
                guide.post("/v1/accounts", UUID.randomUUID(), "{\"type\":\"piggy_bank\"}")
                        .response();
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.body()).isEqualTo("{\"error\":\"invalid_body\"}");
    }

    @Test
    void anotherBodyIsNotRefusedBecauseOfARequestThatMayNotBeCarriedOut() throws Exception {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        service.stopLedger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> both = new ArrayList<>();
            for (long amount = 42; amount <= 43; amount++) {
                long its = amount;
                both.add(
                        clients.submit(
                                () -> books.transfer(key, books.settlement(), account, its)));
            }
            for (Future<HttpResponse<String>> one : both) {
                assertThat(one.get().statusCode()).as(one.get().body()).isIn(502, 503);
            }
        }
        service.startLedger();
        HttpResponse<String> moved = books.definiteTransfer(key, books.settlement(), account, 43);
        assertThat(moved.statusCode()).as(moved.body()).isIn(201, 422);
        HttpResponse<String> other = books.definiteTransfer(key, books.settlement(), account, 42);
        assertThat(other.statusCode())
                .as("one of the two is the key's")
                .isEqualTo(moved.statusCode() == 201 ? 422 : 201);
    }

    /** What the circuit turned away, and what was sent away when it opened, was never sent. */
    @Test
    void whatWasNotAttemptedIsNotInDoubt() throws Exception {
        UUID account = books.account("consumer");
        UUID done = UUID.randomUUID();
        HttpResponse<String> before = books.transfer(done, books.settlement(), account, 7);
        service.stopLedger();
        List<UUID> keys = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(32)) {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                UUID key = UUID.randomUUID();
                keys.add(key);
                running.add(
                        clients.submit(() -> books.transfer(key, books.settlement(), account, 1)));
            }
            for (Future<HttpResponse<String>> one : running) {
                assertUnavailable(one.get());
            }
        }
        // The very first ones made the message that went unanswered.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(claims(keys)).isLessThanOrEqualTo(32));
        assertThat(service.bean(Ledger.class).admits()).isFalse();
        UUID late = UUID.randomUUID();
        assertUnavailable(books.transfer(late, books.settlement(), account, 1));
        assertThat(claims(List.of(late))).isZero();
        HttpResponse<String> again = books.transfer(done, books.settlement(), account, 7);
        assertThat(again.body()).isEqualTo(before.body());
        assertThat(books.transfer(done, books.settlement(), account, 8).statusCode())
                .isEqualTo(422);

        service.startLedger();
        for (UUID key : keys) {
            assertThat(books.definiteTransfer(key, books.settlement(), account, 1).statusCode())
                    .isEqualTo(201);
        }
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(407));
    }

    private static long claims(List<UUID> keys) {
        String listed =
                keys.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
        return Sql.number(
                service,
                """
                SELECT count(*) FROM idempotency_key FULL JOIN key_in_doubt USING (organisation_id, key)
                WHERE recorded_at IS NULL AND key = ANY (?::uuid[])\
                """,
                listed);
    }

    @Test
    void requestsInFlightWhenTheLedgerDiesMoveMoneyOnce() throws Exception {
        UUID account = books.account("consumer");
        GuideClient guide = new GuideClient(service::client, books.token(), 30);
        List<Future<GuideClient.Definite>> running = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                UUID key = UUID.randomUUID();
                String json = Books.transferJson(books.settlement(), account, 1);
                running.add(clients.submit(() -> guide.post("/v1/transfers", key, json)));
                if (i == 100) {
                    service.stopLedger();
                }
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            books.transfer(
                                                    UUID.randomUUID(),
                                                    books.settlement(),
                                                    account,
                                                    1_000_000)
                                            .statusCode()
                                    == 502);
            service.startLedger();
            for (Future<GuideClient.Definite> one : running) {
                assertThat(one.get().response().statusCode()).isEqualTo(201);
            }
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> books.transfersOf(account));
        assertThat(
                        books.transfersOf(account).stream()
                                .filter(transfer -> transfer.path("amount").asText().equals("1")))
                .hasSize(200);
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(502);
        assertThat(response.body()).isEqualTo("{\"error\":\"ledger_unavailable\"}");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
}
