package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.Pause;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.PostgresProcess.Shutdown;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Postgres crashes in the middle of a transfer and takes its claim back, which need not have
 * reached the disk where the transfer has no words. The service, stopped meanwhile, goes on; the
 * money has moved once, and the key is good for nothing else.
 */
class LostClaimTest {
    /** Somebody else's commit may have taken a claim to the disk with it. */
    private static final int TRIES = 10;

    @TempDir private static Path folder;

    private static PostgresProcess postgres;
    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        // What was committed without waiting for the disk stays away from it for so long.
        postgres =
                new PostgresProcess(folder.resolve("server"))
                        .with("wal_writer_delay", "10000")
                        .start();
        service =
                new ServiceProcess(folder)
                        .with(TestProperties.PATIENT)
                        .with(postgres.properties())
                        .with("pryzma.ledger.embedded", "true")
                        .with("pryzma.demo.enabled", "true")
                        .withCrashPoints()
                        .start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLAIMED", "EXECUTED", "ANSWERED"})
    void theMoneyMovesOnce(Point point) throws Exception {
        UUID key = UUID.randomUUID();
        UUID account = books.account("consumer");
        for (int i = 1; crashAt(point, key, account, "") > 0; i++) {
            assertThat(i).as("crashes after which the claim was there").isLessThan(TRIES);
            key = UUID.randomUUID();
            account = books.account("consumer");
        }

        HttpResponse<String> other = answered(key, transfer(account, 701, ""));
        assertThat(other.statusCode()).as(other.body()).isEqualTo(422);
        assertThat(other.body()).isEqualTo("{\"error\":\"idempotency_key_reused\"}");
        HttpResponse<String> retried = answered(key, transfer(account, 700, ""));
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
        HttpResponse<String> again = answered(key, transfer(account, 700, ""));
        assertThat(again.body()).isEqualTo(retried.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        assertThat(books.posted(account)).isEqualTo(700);
        assertThat(books.transfersOf(account)).hasSize(1);
        books.assertDebitsEqualCredits();
    }

    /** The resolver needs them, should nobody retry. */
    @Test
    void aClaimWithWordsIsKept() throws Exception {
        UUID key = UUID.randomUUID();
        UUID account = books.account("consumer");
        String words = ",\"description\":\"Rent\"";
        assertThat(crashAt(Point.CLAIMED, key, account, words)).isOne();
        HttpResponse<String> retried = answered(key, transfer(account, 700, words));
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
        assertThat(books.posted(account)).isEqualTo(700);
    }

    /**
     * The service stops itself there, Postgres crashes, and both go on until the request has ended.
     *
     * @return how many claims of the key are left after the crash
     */
    private static long crashAt(Point point, UUID key, UUID account, String words)
            throws Exception {
        service.stopAt(point, key);
        CompletableFuture<HttpResponse<String>> request =
                CompletableFuture.supplyAsync(
                        () -> books.post("/v1/transfers", key, transfer(account, 700, words)),
                        Thread::startVirtualThread);
        Pause.awaitStopped(service.process().toHandle());
        try (Pause pause = service.pause()) {
            assertThat(claims(key)).as("claimed, as all can see").isOne();
            postgres.restart(Shutdown.IMMEDIATE);
            long left = claims(key);
            pause.close();
            HttpResponse<String> response = request.get(120, TimeUnit.SECONDS);
            assertThat(response.statusCode()).as(response.body()).isIn(201, 503);
            return left;
        }
    }

    private static long claims(UUID key) {
        return Sql.number(
                postgres.url(), "SELECT count(*) FROM idempotency_key WHERE key = ?", key);
    }

    /** The answer once the service has its connections to Postgres again. */
    private static HttpResponse<String> answered(UUID key, String json) {
        return await().until(
                        () -> books.post("/v1/transfers", key, json),
                        response -> response.statusCode() != 503);
    }

    private static String transfer(UUID account, long amount, String words) {
        return Books.transferJson(books.settlement(), account, amount).replace("}", words + "}");
    }
}
