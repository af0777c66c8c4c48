package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Auditor;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.LedgerProcess;
import global.pryzma.ledger.testing.process.Pause;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The ledger's process is stopped (SIGSTOP) while requests are on the wire to it; their instance is
 * killed; others cancel the requests or settle them; the ledger goes on, and may find the old
 * messages first. Whatever is said of a request is true for ever.
 */
class StoppedLedgerTest {
    private static final int REQUESTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void aCancelThatRacesWithTheOldMessageIsTrue(@TempDir Path folder) throws Exception {
        try (Site site = Site.withLedgerOfItsOwn(folder, Map.of())) {
            site.start();
            site.awaitWell();
            Books books = Books.open(site.a().client(), site.a().dataFolder());
            UUID account = books.account("consumer");
            Map<UUID, String> requests = requests(books, account);
            leaveOnTheWire(site, books, requests);
            books.use(site.b().client());
            Map<UUID, Integer> told = new LinkedHashMap<>();
            for (UUID key : requests.keySet()) {
                told.put(key, cancel(books, key));
            }
            site.a().startInTheEnd();
            assertTrueForEver(site, books, account, requests, told);
        }
    }

    @Test
    void theResolverSettlesThemAsTheyAre(@TempDir Path folder) throws Exception {
        Map<String, String> quick =
                Map.of(
                        "pryzma.idempotency.resolve-interval", "200ms",
                        "pryzma.idempotency.doubt-after", "4s",
                        "pryzma.idempotency.fence-after", "6s");
        try (Site site = Site.withLedgerOfItsOwn(folder, quick)) {
            site.start();
            site.awaitWell();
            Books books = Books.open(site.a().client(), site.a().dataFolder());
            UUID account = books.account("consumer");
            Map<UUID, String> requests = requests(books, account);
            leaveOnTheWire(site, books, requests);
            books.use(site.b().client());
            Map<UUID, Integer> told = new LinkedHashMap<>();
            for (UUID key : requests.keySet()) {
                await().atMost(PATIENCE)
                        .until(() -> state(books, key).path("status").asText().equals("recorded"));
                told.put(key, state(books, key).path("response").path("status").asInt());
            }
            site.a().startInTheEnd();
            assertTrueForEver(site, books, account, requests, told);
        }
    }

    private static Map<UUID, String> requests(Books books, UUID account) {
        Map<UUID, String> requests = new LinkedHashMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.put(
                    UUID.randomUUID(), Books.transferJson(books.settlement(), account, 1L << i));
        }
        return requests;
    }

    /** All are claimed and submitted, none is answered, and who submitted them is dead. */
    private static void leaveOnTheWire(Site site, Books books, Map<UUID, String> requests)
            throws Exception {
        LedgerProcess ledger = site.ledger().orElseThrow();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Pause stopped = ledger.pause()) {
            List<Future<?>> sent = new ArrayList<>();
            requests.forEach((key, json) -> sent.add(threads.submit(() -> send(books, key, json))));
            await().atMost(PATIENCE)
                    .until(() ->
                            site.count(
                                            "SELECT count(*) FROM idempotency_key WHERE key = ANY"
                                                    + " (?)",
                                            (Object) requests.keySet().toArray(UUID[]::new))
                                    == REQUESTS);
            site.a().kill();
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    private static void send(Books books, UUID key, String json) {
        try {
            assertThat(books.post("/v1/transfers", key, json).statusCode()).isIn(502, 503);
        } catch (UncheckedIOException killed) {
            assertThat(killed).hasMessageNotContaining("timed out");
        }
    }

    /** Cancels until there is a definite answer, and tells what the key's response is. */
    private static int cancel(Books books, UUID key) {
        UUID own = UUID.randomUUID();
        HttpResponse<String> answer =
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        books.client()
                                                .delete(
                                                        "/v1/idempotency-keys/" + key,
                                                        books.token(),
                                                        own),
                                response -> response.statusCode() == 200);
        return Books.json(answer.body()).path("response").path("status").asInt();
    }

    private static void assertTrueForEver(
            Site site,
            Books books,
            UUID account,
            Map<UUID, String> requests,
            Map<UUID, Integer> told) {
        site.awaitWell();
        long moved = 0;
        for (Map.Entry<UUID, Integer> one : told.entrySet()) {
            assertThat(one.getValue()).isIn(201, 409);
            for (ServiceProcess instance : site.instances()) {
                HttpResponse<String> again =
                        instance.client()
                                .post(
                                        "/v1/transfers",
                                        books.token(),
                                        one.getKey(),
                                        String.valueOf(requests.get(one.getKey())));
                assertThat(again.statusCode()).as(again.body()).isEqualTo(one.getValue());
            }
            if (one.getValue() == 201) {
                moved += amount(requests, one.getKey());
            }
        }
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(moved));
        Auditor.assertBalanced(site.cluster());
    }

    private static long amount(Map<UUID, String> requests, UUID key) {
        return Books.json(String.valueOf(requests.get(key))).path("amount").asLong();
    }

    private static JsonNode state(Books books, UUID key) {
        return books.get("/v1/idempotency-keys/" + key);
    }
}
