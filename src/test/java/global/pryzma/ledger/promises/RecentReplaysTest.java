package global.pryzma.ledger.promises;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

/** What was replayed is replayed again without Postgres. */
class RecentReplaysTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private static ServiceUnderTest service;
    private static Books books;

    private final UUID key = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(Map.of("pryzma.idempotency.replays-kept", "1h")));
        books = Books.open(service.client(), service.folder());
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @Test
    void aTransferIsReplayedFromMemory() {
        UUID account = books.account("consumer");
        HttpResponse<String> first = books.transfer(key, books.settlement(), account, 5);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertReplayed(books.transfer(key, books.settlement(), account, 5), first);
        takeAway();
        assertReplayed(books.transfer(key, books.settlement(), account, 5), first);
        assertThat(books.posted(account)).isEqualTo(5);
    }

    @Test
    void aProgramIsReplayedFromMemory() {
        String json = "{\"name\":\"Remembered\"}";
        HttpResponse<String> first = books.post("/v1/programs", key, json);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertReplayed(books.post("/v1/programs", key, json), first);
        takeAway();
        assertReplayed(books.post("/v1/programs", key, json), first);
    }

    @Test
    void otherContentIsRefusedFromMemory() {
        UUID account = books.account("consumer");
        books.transfer(key, books.settlement(), account, 5);
        books.transfer(key, books.settlement(), account, 5);
        takeAway();
        HttpResponse<String> other = books.transfer(key, books.settlement(), account, 6);
        assertThat(other.statusCode()).as(other.body()).isEqualTo(422);
        assertThat(other.body()).isEqualTo("{\"error\":\"idempotency_key_reused\"}");
    }

    private void takeAway() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private static void assertReplayed(HttpResponse<String> response, HttpResponse<String> first) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(first.body());
        assertThat(response.headers().firstValue(REPLAYED)).hasValue("true");
    }
}
