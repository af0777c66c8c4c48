package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The service is killed in the middle of a batch: before its anchor, behind it, between two of the
 * messages into which it is divided, before the record and after it. Whoever goes on tells what was
 * made as made and what was refused as refused.
 */
class BatchCrashPointTest {
    private static final String BATCHES = "/v1/transfers/batch";
    private static final int MAX_EVENTS = 254;
    private static final int MADE = 400;

    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    private final UUID key = UUID.randomUUID();
    private UUID ada;
    private UUID bob;

    @BeforeAll
    static void start() {
        service =
                new ServiceProcess(folder)
                        .with("pryzma.ledger.max-events", Integer.toString(MAX_EVENTS))
                        .withCrashPoints()
                        .start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void open() {
        ada = books.account("consumer");
        bob = books.account("consumer");
    }

    /** At the second message she has enough for what was refused in the first. */
    @ParameterizedTest
    @EnumSource(names = {"CLAIMED", "EXECUTED", "PART_EXECUTED", "ANSWERED", "RECORDED"})
    void aRetryMakesTheRestAndTellsTheSame(Point point) {
        String batch = each();
        Crash.at(point, key, service, books, () -> books.post(BATCHES, key, batch));

        JsonNode results = definite(batch, 200).path("results");
        assertThat(results).hasSize(1 + MADE);
        JsonNode refused = results.get(0);
        switch (point) {
            case CLAIMED, EXECUTED, RECORDED ->
                    assertThat(refused.path("error").asText()).isEqualTo("insufficient_funds");
            // Nobody knows any more why.
            case PART_EXECUTED, ANSWERED -> {
                assertThat(refused.path("error").asText()).isEqualTo("transfer_rejected");
                assertThat(refused.path("detail").asText())
                        .isEqualTo("rejected by an earlier attempt");
            }
        }
        for (int i = 1; i < results.size(); i++) {
            assertThat(results.get(i).path("status").asInt()).isEqualTo(201);
        }
        assertMade(MADE);
        assertThat(definite(batch, 200).path("results")).isEqualTo(results);
    }

    @Test
    void aCancelLeavesWhatWasMadeAndSaysSo() {
        String batch = each();
        Crash.at(Point.PART_EXECUTED, key, service, books, () -> books.post(BATCHES, key, batch));
        UUID cancel = UUID.randomUUID();
        HttpResponse<String> cancelled =
                books.definite(
                        cancel,
                        it -> it.delete("/v1/idempotency-keys/" + key, books.token(), cancel));
        JsonNode results = Books.json(cancelled.body()).at("/response/body/results");
        assertThat(results).hasSize(1 + MADE);
        for (int i = 1; i < MAX_EVENTS; i++) {
            assertThat(results.get(i).path("status").asInt()).isEqualTo(201);
        }
        for (int i = MAX_EVENTS; i < results.size(); i++) {
            assertThat(results.get(i).path("error").asText()).isEqualTo("request_cancelled");
        }
        assertMade(MAX_EVENTS - 1);
        assertThat(definite(batch, 200).path("results")).isEqualTo(results);
        assertMade(MAX_EVENTS - 1);
    }

    @Test
    void anAtomicOneIsMadeOnce() {
        String batch =
                "{\"atomic\":true,\"transfers\":["
                        + Books.transferJson(books.settlement(), ada, 5)
                        + ","
                        + Books.transferJson(ada, bob, 5)
                        + "]}";
        Crash.at(Point.ANSWERED, key, service, books, () -> books.post(BATCHES, key, batch));
        assertThat(definite(batch, 201).path("transfers")).hasSize(2);
        assertThat(books.posted(bob)).isEqualTo(BigInteger.valueOf(5));
        assertThat(books.transfersOf(ada)).hasSize(2);
        books.assertDebitsEqualCredits();
    }

    /** With its anchor it has to fit into one message. */
    @Test
    void anAtomicOneIsNotDivided() {
        String batch = each().replace("false", "true");
        HttpResponse<String> refused =
                service.client()
                        .send(
                                service.client()
                                        .request(BATCHES)
                                        .header("Authorization", "Bearer " + books.token())
                                        .header("Pryzma-Idempotency-Key", key.toString())
                                        .header("Accept", "application/problem+json")
                                        .POST(BodyPublishers.ofString(batch)));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Books.json(refused.body()).path("detail").asText())
                .isEqualTo("an atomic batch has at most 253 transfers here");
        assertThat(books.transfersOf(ada)).isEmpty();
    }

    /** One that is refused, and many of 1. */
    private String each() {
        List<String> transfers = new ArrayList<>();
        transfers.add(Books.transferJson(ada, bob, 3));
        for (int i = 0; i < MADE; i++) {
            transfers.add(Books.transferJson(books.settlement(), ada, 1));
        }
        return "{\"atomic\":false,\"transfers\":[" + String.join(",", transfers) + "]}";
    }

    private JsonNode definite(String batch, int status) {
        HttpResponse<String> response =
                books.definite(key, it -> it.post(BATCHES, books.token(), key, batch));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Books.json(response.body());
    }

    private void assertMade(int transfers) {
        assertThat(books.posted(ada)).isEqualTo(BigInteger.valueOf(transfers));
        books.assertDebitsEqualCredits();
    }
}
