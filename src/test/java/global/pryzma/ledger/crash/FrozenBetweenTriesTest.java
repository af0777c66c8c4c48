package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.CrashPoints;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A transfer has been executed and the process dies before it is recorded; then its account is
 * frozen. The retry is told that the money has moved, and not that it can't.
 */
class FrozenBetweenTriesTest {
    @Test
    void theRetrySucceedsAndTheMoneyHasMovedOnce(@TempDir Path folder) {
        UUID key = UUID.randomUUID();
        try (ServiceProcess service = new ServiceProcess(folder)) {
            service.withCrashPoints().start();
            Books books = Books.open(service.client(), service.dataFolder());
            UUID account = books.account("consumer");
            Crash.at(
                    CrashPoints.Point.ANSWERED,
                    key,
                    service,
                    books,
                    () -> books.transfer(key, books.settlement(), account, 700));

            UUID freezing = UUID.randomUUID();
            HttpResponse<String> frozen =
                    books.definite(
                            freezing,
                            it ->
                                    it.patch(
                                            "/v1/accounts/" + account,
                                            books.token(),
                                            freezing,
                                            "{\"status\":\"frozen\"}"));
            assertThat(frozen.statusCode()).as(frozen.body()).isEqualTo(200);
            assertThat(
                            books.definiteTransfer(
                                            UUID.randomUUID(), books.settlement(), account, 1)
                                    .body())
                    .isEqualTo("{\"error\":\"conflict\"}");

            HttpResponse<String> retried =
                    books.definiteTransfer(key, books.settlement(), account, 700);
            assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));
            assertThat(books.transfersOf(account)).hasSize(1);
            assertThat(books.get("/v1/accounts/" + account).path("status").asText())
                    .isEqualTo("frozen");
            books.assertDebitsEqualCredits();
        }
    }
}
