package global.pryzma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The process is killed after the ledger has closed an account; the retry says so. */
class CloseCrashPointTest {
    @ParameterizedTest
    @ValueSource(strings = {"EXECUTED", "ANSWERED"})
    void aRetryAfterTheCrashFindsTheAccountClosed(String point, @TempDir Path folder) {
        UUID key = UUID.randomUUID();
        try (ServiceProcess service = new ServiceProcess(folder)) {
            service.with(KillAt.POINT, point).with(KillAt.KEY, key.toString()).start();
            Books books = Books.open(service.client(), service.dataFolder());
            String path = "/v1/accounts/" + books.account("consumer");
            assertThatThrownBy(() -> books.client().delete(path, books.token(), key))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(service.awaitExit()).as("killed by signal 9").isEqualTo(128 + 9);

            service.without(KillAt.POINT).start();
            books.use(service.client());
            HttpResponse<String> retried =
                    await().atMost(Duration.ofSeconds(60))
                            .until(
                                    () -> books.client().delete(path, books.token(), key),
                                    response -> response.statusCode() < 500);
            assertThat(retried.statusCode()).as(retried.body()).isEqualTo(200);
            JsonNode account = books.get(path);
            assertThat(account).isEqualTo(Books.json(retried.body()));
            assertThat(account.path("status").asText()).isEqualTo("closed");
        }
    }
}
