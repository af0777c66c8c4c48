package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Sql;
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
 * The process is killed while it cancels a key that nobody knows: when the key is fenced and
 * nothing is recorded, or before the answer is given. The cancel may be asked for again, or the
 * key's own request may arrive first.
 */
class CancelCrashPointTest {
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
    @CsvSource({"ANSWERED, false", "ANSWERED, true", "RECORDED, false", "RECORDED, true"})
    void theKeyIsGoodForNothing(Point point, boolean requestArrivesFirst) {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        UUID cancel = UUID.randomUUID();
        String path = "/v1/idempotency-keys/" + key;
        Crash.at(
                point,
                key,
                service,
                books,
                () -> books.client().delete(path, books.token(), cancel));
        assertThat(events(key))
                .as("what is recorded is noted, and nothing else")
                .isEqualTo(point == Point.RECORDED ? 1 : 0);
        if (requestArrivesFirst) {
            assertRefused(key, account);
        }
        HttpResponse<String> cancelled =
                books.definite(cancel, it -> it.delete(path, books.token(), cancel));
        assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(200);
        JsonNode state = Books.json(cancelled.body());
        assertThat(state.path("status").asText()).isEqualTo("recorded");
        assertThat(state.at("/response/body/error").asText()).isEqualTo("request_cancelled");
        assertRefused(key, account);
        assertThat(books.transfersOf(account)).isEmpty();
        assertThat(events(key)).isOne();
    }

    private static long events(UUID cancelled) {
        return Sql.number(
                service.postgresUrl(),
                "SELECT count(*) FROM audit_event WHERE action = 'key.cancel' AND subject = ?",
                cancelled.toString());
    }

    private static void assertRefused(UUID key, UUID account) {
        assertThat(books.definiteTransfer(key, books.settlement(), account, 7).body())
                .isEqualTo("{\"error\":\"request_cancelled\"}");
    }
}
