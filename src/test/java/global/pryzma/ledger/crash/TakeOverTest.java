package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Auditor;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.Pause;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Instance A dies or stops in the middle of a mutation, and B takes it over. Where A goes on, it
 * gets to the end too: both record, one response counts.
 */
class TakeOverTest {
    private static final int TRIES = 60;
    private static final String DEADLINE = "3s";
    private static final String LONG_DEADLINE = "120s";

    @TempDir private static Path folder;

    private static Site site;
    private static Books books;
    private static String deadlineOfA = "";

    private final UUID key = UUID.randomUUID();

    @BeforeAll
    static void start() {
        site = new Site(folder);
        site.a().withCrashPoints();
        // Its first try is its last, however long it takes until it can take over.
        site.b().with("pryzma.deadline", LONG_DEADLINE);
        site.b().startInTheEnd();
        books = Books.open(site.b().client(), site.b().dataFolder());
    }

    @AfterAll
    static void stop() {
        try {
            Auditor.assertBalanced(site.cluster());
        } finally {
            site.close();
        }
    }

    /** {@code EXECUTED}: the ledger has executed it, and the reply has not been read. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPENED", "PART_EXECUTED"})
    void whenAIsKilled(Point point) {
        startA(DEADLINE);
        UUID account = books.account("consumer");
        String json = withDescription(books.settlement(), account, 700);
        Crash.at(
                point,
                key,
                site.a(),
                () -> site.a().client().post("/v1/transfers", books.token(), key, json));

        HttpResponse<String> atB = ask(site.b(), json);
        assertThat(atB.statusCode()).as(atB.body()).isEqualTo(201);
        assertThat(atB.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                .as("replayed if, and only if, A had recorded it")
                .isEqualTo(point == Point.RECORDED);
        HttpResponse<String> again = ask(site.b(), json);
        assertSame(again, atB);
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        assertOnce(account, 700, atB);
    }

    /** The lease ends as it does where nobody intervenes, and with it A's own deadline. */
    @ParameterizedTest
    @EnumSource(names = {"CLAIMED", "ANSWERED"})
    void whenTheLeaseIsOver(Point point) throws Exception {
        startA(DEADLINE);
        UUID account = books.account("consumer");
        String json = withDescription(books.settlement(), account, 700);
        CompletableFuture<HttpResponse<String>> atA = sendToA(point, json);
        try (Pause pause = awaitStopOfA()) {
            HttpResponse<String> atB = ask(site.b(), json);
            assertThat(atB.statusCode()).as(atB.body()).isEqualTo(201);
            pause.close();
            HttpResponse<String> late = atA.get(120, TimeUnit.SECONDS);
            assertSame(GuideClient.mayBeRetried(late) ? ask(site.a(), json) : late, atB);
            assertOnce(account, 700, atB);
        }
    }

    /** A still has time when B takes over, so that it executes and records all the same. */
    @ParameterizedTest
    @EnumSource(names = {"CLAIMED", "ANSWERED"})
    void whenBothReachTheEnd(Point point) throws Exception {
        startA(LONG_DEADLINE);
        UUID account = books.account("consumer");
        String json = withDescription(books.settlement(), account, 700);
        CompletableFuture<HttpResponse<String>> atA = sendToA(point, json);
        try (Pause pause = awaitStopOfA()) {
            endLease();
            HttpResponse<String> atB = ask(site.b(), json);
            assertThat(atB.statusCode()).as(atB.body()).isEqualTo(201);
            pause.close();
            assertSame(atA.get(120, TimeUnit.SECONDS), atB);
            assertOnce(account, 700, atB);
        }
    }

    /** What was refused stays refused, although A goes on when there is money. */
    @Test
    void whenTheFirstAnswerWasNo() throws Exception {
        startA(LONG_DEADLINE);
        UUID poor = books.account("consumer");
        UUID account = books.account("consumer");
        String json = withDescription(poor, account, 700);
        CompletableFuture<HttpResponse<String>> atA = sendToA(Point.CLAIMED, json);
        try (Pause pause = awaitStopOfA()) {
            endLease();
            HttpResponse<String> atB = ask(site.b(), json);
            assertThat(atB.statusCode()).isEqualTo(422);
            assertThat(atB.body()).isEqualTo("{\"error\":\"insufficient_funds\"}");
            HttpResponse<String> funding =
                    books.definiteTransfer(UUID.randomUUID(), books.settlement(), poor, 1000);
            assertThat(funding.statusCode()).as(funding.body()).isEqualTo(201);
            pause.close();
            assertSame(atA.get(120, TimeUnit.SECONDS), atB);
            assertThat(books.transfersOf(account)).isEmpty();
            assertThat(books.posted(poor)).isEqualTo(1000);
        }
    }

    /** Unless it runs with this deadline. */
    private static void startA(String deadline) {
        if (site.a().isAlive() && !deadline.equals(deadlineOfA)) {
            site.a().kill();
        }
        if (!site.a().isAlive()) {
            site.a().with("pryzma.deadline", deadline).startInTheEnd();
            deadlineOfA = deadline;
        }
        site.awaitWell();
    }

    /** It stops itself at this point of the mutation with our key. */
    private CompletableFuture<HttpResponse<String>> sendToA(Point point, String json) {
        site.a().stopAt(point, key);
        HttpRequest.Builder request =
                site.a()
                        .client()
                        .request("/v1/transfers")
                        .timeout(Duration.ofMinutes(5))
                        .header("Authorization", "Bearer " + books.token())
                        .header("Pryzma-Idempotency-Key", key.toString())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json));
        return CompletableFuture.supplyAsync(
                () -> site.a().client().send(request), Thread::startVirtualThread);
    }

    /** It has stopped itself; the pause holds it from then on. */
    private static Pause awaitStopOfA() {
        Pause.awaitStopped(site.a().process().toHandle());
        return site.a().pause();
    }

    private void endLease() {
        assertThat(site.sql("UPDATE idempotency_key SET lease_until = now() WHERE key = ?", key))
                .isEqualTo(1);
    }

    /** The same request, as often as the guide says. */
    private HttpResponse<String> ask(ServiceProcess instance, String json) {
        return new GuideClient(instance::client, books.token(), TRIES)
                .post("/v1/transfers", key, json)
                .response();
    }

    private static String withDescription(UUID debit, UUID credit, long amount) {
        return Books.transferJson(debit, credit, amount).replace("}", ",\"description\":\"Rent\"}");
    }

    private static void assertSame(HttpResponse<String> one, HttpResponse<String> other) {
        assertThat(one.statusCode())
                .as(() -> one.body() + " and instance A:\n" + site.a().output())
                .isEqualTo(other.statusCode());
        assertThat(one.body()).isEqualTo(other.body());
        assertThat(one.headers().firstValue("Content-Type"))
                .isEqualTo(other.headers().firstValue("Content-Type"));
    }

    private void assertOnce(UUID account, long amount, HttpResponse<String> answer) {
        assertThat(books.posted(account)).isEqualTo(amount);
        assertThat(books.transfersOf(account)).isEqualTo(List.of(Books.json(answer.body())));
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
