package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.Auditor;
import global.pryzma.ledger.Books;
import global.pryzma.ledger.GuideClient;
import global.pryzma.ledger.KillAt;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Instance A stops in the middle of a mutation, B takes it over, and A goes on to the end too: both
 * record, one response counts.
 */
class TwoExecutorsTest {
    private static final int TRIES = 60;

    @TempDir private Path folder;

    private final UUID key = UUID.randomUUID();
    private Site site;

    @SuppressWarnings("NullAway.Init") // begin() opens them
    private Books books;

    @BeforeEach
    void start() {
        site = new Site(folder);
    }

    @AfterEach
    void stop() {
        try {
            Auditor.assertBalanced(site.cluster());
        } finally {
            site.close();
        }
    }

    /** The lease ends as it does where nobody intervenes, and with it A's own deadline. */
    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "ANSWERED"})
    void whenTheLeaseIsOver(String point) throws Exception {
        begin(point, Map.of());
        UUID account = books.account("consumer");
        String json = withDescription(books.settlement(), account, 700);
        CompletableFuture<HttpResponse<String>> atA = sendToA(json);
        Pause pause = awaitStopOfA();

        HttpResponse<String> atB = guideAt(site.b()).post("/v1/transfers", key, json).response();
        assertThat(atB.statusCode()).as(atB.body()).isEqualTo(201);
        pause.close();
        HttpResponse<String> late = atA.get(60, TimeUnit.SECONDS);
        if (GuideClient.mayBeRetried(late)) {
            late = guideAt(site.a()).post("/v1/transfers", key, json).response();
        }
        assertSame(late, atB);
        assertOnce(account, 700, atB);
    }

    /** A still has time when B takes over, so that it executes and records all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "ANSWERED"})
    void whenBothReachTheEnd(String point) throws Exception {
        begin(point, Map.of("pryzma.deadline", "120s"));
        UUID account = books.account("consumer");
        String json = withDescription(books.settlement(), account, 700);
        CompletableFuture<HttpResponse<String>> atA = sendToA(json);
        Pause pause = awaitStopOfA();

        endLease();
        HttpResponse<String> atB = guideAt(site.b()).post("/v1/transfers", key, json).response();
        assertThat(atB.statusCode()).as(atB.body()).isEqualTo(201);
        pause.close();
        assertSame(atA.get(120, TimeUnit.SECONDS), atB);
        assertOnce(account, 700, atB);
    }

    /** What was refused stays refused, although A goes on when there is money. */
    @Test
    void whenTheFirstAnswerWasNo() throws Exception {
        begin("CLAIMED", Map.of("pryzma.deadline", "120s"));
        UUID poor = books.account("consumer");
        UUID account = books.account("consumer");
        String json = withDescription(poor, account, 700);
        CompletableFuture<HttpResponse<String>> atA = sendToA(json);
        Pause pause = awaitStopOfA();

        endLease();
        HttpResponse<String> atB = guideAt(site.b()).post("/v1/transfers", key, json).response();
        assertThat(atB.statusCode()).isEqualTo(422);
        assertThat(atB.body()).isEqualTo("{\"error\":\"insufficient_funds\"}");
        HttpResponse<String> funding =
                guideAt(site.b())
                        .post(
                                "/v1/transfers",
                                UUID.randomUUID(),
                                Books.transferJson(books.settlement(), poor, 1000))
                        .response();
        assertThat(funding.statusCode()).as(funding.body()).isEqualTo(201);
        pause.close();
        assertSame(atA.get(120, TimeUnit.SECONDS), atB);
        books.use(site.b().client());
        assertThat(books.transfersOf(account)).isEmpty();
        assertThat(books.posted(poor)).isEqualTo(1000);
    }

    /** Both instances run; A stops itself at this point of the mutation with our key. */
    private void begin(String point, Map<String, String> propertiesOfA) {
        propertiesOfA.forEach(site.a()::with);
        site.a().with(KillAt.POINT, point)
                .with(KillAt.KEY, key.toString())
                .with(KillAt.SIGNAL, "STOP");
        site.start();
        site.awaitWell();
        books = Books.open(site.b().client(), site.b().dataFolder());
    }

    private CompletableFuture<HttpResponse<String>> sendToA(String json) {
        HttpRequest.Builder request =
                site.a().client()
                        .request("/v1/transfers")
                        .timeout(Duration.ofMinutes(5))
                        .header("Authorization", "Bearer " + books.token())
                        .header("Pryzma-Idempotency-Key", key.toString())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json));
        return CompletableFuture.supplyAsync(() -> site.a().client().send(request));
    }

    private GuideClient guideAt(Instance instance) {
        return new GuideClient(instance::client, books.token(), TRIES);
    }

    private void endLease() {
        assertThat(site.sql("UPDATE idempotency_key SET lease_until = now() WHERE key = ?", key))
                .isEqualTo(1);
    }

    /** It has stopped itself; the pause holds it from then on. */
    private Pause awaitStopOfA() {
        Pause.awaitStopped(site.a().handle());
        return site.a().pause();
    }

    private static String withDescription(UUID debit, UUID credit, long amount) {
        return Books.transferJson(debit, credit, amount)
                .replace("}", ",\"description\":\"Rent\"}");
    }

    private static void assertSame(HttpResponse<String> one, HttpResponse<String> other) {
        assertThat(one.statusCode()).as(one.body()).isEqualTo(other.statusCode());
        assertThat(one.body()).isEqualTo(other.body());
        assertThat(one.headers().firstValue("Content-Type"))
                .isEqualTo(other.headers().firstValue("Content-Type"));
    }

    private void assertOnce(UUID account, long amount, HttpResponse<String> answer) {
        for (Instance instance : site.instances()) {
            books.use(instance.client());
            assertThat(books.posted(account)).isEqualTo(amount);
            assertThat(books.transfersOf(account))
                    .containsExactly(Books.json(answer.body()));
        }
        UUID transfer = UUID.fromString(Books.json(answer.body()).path("id").asText());
        assertThat(site.count("SELECT count(*) FROM transfer_text WHERE id = ?", transfer))
                .isEqualTo(1);
        assertThat(
                        site.count(
                                "SELECT count(*) FROM idempotency_key WHERE key = ? AND recorded_at"
                                        + " IS NOT NULL",
                                key))
                .isEqualTo(1);
    }
}
