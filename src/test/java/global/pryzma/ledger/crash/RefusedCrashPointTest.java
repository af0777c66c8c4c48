package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The process is killed while it refuses a transfer to an account that is not there: when the key
 * is fenced and nothing is recorded, or before the answer is given. The account may be opened
 * before the retry comes.
 */
class RefusedCrashPointTest {
    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).with(TestProperties.PATIENT).withCrashPoints().start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERED, false, 404 not_found",
        "ANSWERED, true, 422 transfer_rejected",
        "RECORDED, false, 404 not_found",
        "RECORDED, true, 404 not_found"
    })
    void theRetryMovesNothing(Point point, boolean isOpenedThen, String answer) {
        UUID openingKey = UUID.randomUUID();
        UUID organisation =
                UUID.fromString(
                        books.get("/v1/accounts/" + books.settlement())
                                .path("organisation_id")
                                .asText());
        UUID missing = DerivedIds.of(organisation, new IdempotencyKey(openingKey)).id(0).toUuid();
        UUID key = UUID.randomUUID();
        Crash.at(
                point,
                key,
                service,
                books,
                () -> books.transfer(key, books.settlement(), missing, 7));
        if (isOpenedThen) {
            assertThat(opened(openingKey)).isEqualTo(201);
        }
        assertAnswer(books.definiteTransfer(key, books.settlement(), missing, 7), answer);
        assertThat(opened(openingKey)).isEqualTo(201);
        assertAnswer(books.definiteTransfer(key, books.settlement(), missing, 7), answer);
        assertThat(books.transfersOf(missing)).isEmpty();
    }

    private static int opened(UUID key) {
        String json = books.accountJson("consumer");
        return books.definite(key, it -> it.post("/v1/accounts", books.token(), key, json))
                .statusCode();
    }

    private static void assertAnswer(HttpResponse<String> response, String answer) {
        assertThat(response.statusCode() + " " + Books.json(response.body()).path("error").asText())
                .isEqualTo(answer);
    }
}
