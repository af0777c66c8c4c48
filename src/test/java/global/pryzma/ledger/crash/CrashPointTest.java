package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.CrashPoints;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The whole service is killed between each two durable steps of a transfer; the retry moves the
 * money once.
 */
class CrashPointTest {
    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).with(TestProperties.PATIENT).withCrashPoints();
        service.start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENED")
    void aRetryAfterTheCrashMovesTheMoneyOnce(CrashPoints.Point point) {
        UUID key = UUID.randomUUID();
        UUID account = books.account("consumer");
        Crash.at(
                point,
                key,
                service,
                books,
                () -> books.transfer(key, books.settlement(), account, 700));
        endLease(key);

        HttpResponse<String> retried = books.transfer(key, books.settlement(), account, 700);
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
        assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                .as("replayed if, and only if, it had been recorded")
                .isEqualTo(point == CrashPoints.Point.RECORDED);

        HttpResponse<String> again = books.transfer(key, books.settlement(), account, 700);
        assertThat(again.body()).isEqualTo(retried.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));
        assertThat(books.transfersOf(account)).hasSize(1);
        books.assertDebitsEqualCredits();
    }

    /**
     * The first reversal of a transfer has the ledger keep what is left of it, in two steps; the
     * second finds that done.
     */
    @ParameterizedTest
    @CsvSource({
        "OPENED, true", "EXECUTED, true", "CLAIMED, true",
        "EXECUTED, false", "ANSWERED, false", "RECORDED, false"
    })
    void aRetryAfterTheCrashReversesOnce(CrashPoints.Point point, boolean first) {
        UUID account = books.account("consumer");
        String original =
                Books.json(
                                books.definiteTransfer(
                                                UUID.randomUUID(), books.settlement(), account, 700)
                                        .body())
                        .path("id")
                        .asText();
        String path = "/v1/transfers/" + original;
        String part = "{\"amount\":\"400\"}";
        if (!first) {
            String before = "{\"amount\":\"100\"}";
            assertThat(books.post(path + "/reverse", UUID.randomUUID(), before).statusCode())
                    .isEqualTo(201);
        }
        UUID key = UUID.randomUUID();
        Crash.at(point, key, service, books, () -> books.post(path + "/reverse", key, part));
        if (!first || point == CrashPoints.Point.CLAIMED) {
            endLease(key);
        }

        HttpResponse<String> retried = books.post(path + "/reverse", key, part);
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
        assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                .isEqualTo(point == CrashPoints.Point.RECORDED);
        HttpResponse<String> again = books.post(path + "/reverse", key, part);
        assertThat(again.body()).isEqualTo(retried.body());
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(first ? 300 : 200));
        assertThat(books.get(path).path("reversed_amount").asText())
                .isEqualTo(first ? "400" : "500");
        assertThat(books.post(path + "/reverse", UUID.randomUUID(), part).statusCode())
                .as("there is less left, and in the account")
                .isIn(409, 422);
        assertThat(books.transfersOf(account)).hasSize(first ? 2 : 3);
        books.assertDebitsEqualCredits();
    }

    /** As after a minute: a patient request has a long one. */
    private static void endLease(UUID key) {
        String end = "UPDATE idempotency_key SET lease_until = now() WHERE key = ?";
        assertThat(Sql.run(service.postgresUrl(), end, key)).isOne();
    }
}
