package global.pryzma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The whole service is killed between each two durable steps of a transfer; the retry moves the
 * money once.
 */
class CrashPointTest {
    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "EXECUTED", "ANSWERED", "RECORDED"})
    void aRetryAfterTheCrashMovesTheMoneyOnce(String point, @TempDir Path folder) {
        UUID key = UUID.randomUUID();
        try (ServiceProcess service = new ServiceProcess(folder)) {
            service.with(KillAt.POINT, point).with(KillAt.KEY, key.toString()).start();
            Books books = Books.open(service.client(), service.dataFolder());
            UUID account = books.account("consumer");
            assertThatThrownBy(() -> books.transfer(key, books.settlement(), account, 700))
                    .as("the service died before it could answer")
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(service.awaitExit()).as("killed by signal 9").isEqualTo(128 + 9);

            service.without(KillAt.POINT).start();
            books.use(service.client());
            HttpResponse<String> retried =
                    new GuideClient(books::client, books.token(), 5)
                            .post(
                                    "/v1/transfers",
                                    key,
                                    Books.transferJson(books.settlement(), account, 700))
                            .response();
            assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
            assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                    .as("replayed if, and only if, it had been recorded")
                    .isEqualTo(point.equals("RECORDED"));

            HttpResponse<String> again = books.transfer(key, books.settlement(), account, 700);
            assertThat(again.body()).isEqualTo(retried.body());
            assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));
            assertThat(books.transfersOf(account)).hasSize(1);
            books.assertDebitsEqualCredits();
        }
    }
}
