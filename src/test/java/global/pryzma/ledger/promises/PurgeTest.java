package global.pryzma.ledger.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Responses are forgotten after the retention; that a key has moved money never is. */
class PurgeTest {
    private static ServiceUnderTest service;
    private static Books books;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(
                                Map.of(
                                        "pryzma.idempotency.retention", "1s",
                                        "pryzma.idempotency.purge-interval", "100ms")));
        books = Books.open(service.client(), service.folder());
    }

    @AfterAll
    static void stop() {
        books.assertDebitsEqualCredits();
        service.close();
    }

    @Test
    void aTransfersKeyMovesMoneyOnceForEver() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.transfer(key, books.settlement(), account, 33);
        assertThat(first.statusCode()).isEqualTo(201);
        awaitPurge(key);

        assertReused(books.transfer(key, books.settlement(), account, 34));
        HttpResponse<String> again = books.transfer(key, books.settlement(), account, 33);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(33));
        assertThat(books.transfersOf(account)).hasSize(1);
    }

    @Test
    void aReferenceStaysWithItsTransfer() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        String json =
                Books.transferJson(books.settlement(), account, 33)
                        .replace("}", ",\"reference\":\"invoice-" + key + "\"}");
        HttpResponse<String> first = books.post("/v1/transfers", key, json);
        assertThat(first.statusCode()).isEqualTo(201);
        awaitPurge(key);
        // Another use of the same key, which fails, does not give the reference away.
        assertReused(books.post("/v1/transfers", key, json.replace("invoice-", "other-")));
        assertReused(books.post("/v1/transfers", key, json.replace("\"33\"", "\"34\"")));
        assertThat(books.post("/v1/transfers", UUID.randomUUID(), json).statusCode())
                .isEqualTo(409);
        assertThat(books.post("/v1/transfers", key, json).body()).isEqualTo(first.body());
        assertThat(books.transfersOf(account)).hasSize(1);
    }

    @Test
    void anAccountsKeyOpensOneAccountForEver() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.post("/v1/accounts", key, books.accountJson("consumer"));
        assertThat(first.statusCode()).isEqualTo(201);
        UUID account = UUID.fromString(Books.json(first.body()).path("id").asText());
        // In use by then; the answer to its opening is still the one it was.
        books.transfer(UUID.randomUUID(), books.settlement(), account, 5);
        awaitPurge(key);
        assertReused(books.post("/v1/accounts", key, books.accountJson("business")));
        assertThat(books.post("/v1/accounts", key, books.accountJson("consumer")).body())
                .isEqualTo(first.body());
    }

    private static void assertReused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"error\":\"idempotency_key_reused\"}");
    }

    private static void awaitPurge(UUID key) {
        String stored = "SELECT count(*) FROM idempotency_key WHERE key = ?";
        await().atMost(Duration.ofSeconds(30)).until(() -> Sql.number(service, stored, key) == 0);
    }
}
