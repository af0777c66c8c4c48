package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.process.CrashPoints;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/** The process is killed after the ledger has closed an account; the retry says so. */
class CloseCrashPointTest {
    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).withCrashPoints().start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTED", "ANSWERED", "RECORDED"})
    void aRetryAfterTheCrashFindsTheAccountClosed(CrashPoints.Point point) {
        UUID key = UUID.randomUUID();
        UUID closed = books.account("consumer");
        String path = "/v1/accounts/" + closed;
        Crash.at(point, key, service, books, () -> books.client().delete(path, books.token(), key));
        assertThat(events(closed))
                .as("what is recorded is noted, and nothing else")
                .isEqualTo(point == CrashPoints.Point.RECORDED ? 1 : 0);

        HttpResponse<String> retried =
                books.definite(key, it -> it.delete(path, books.token(), key));
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(200);
        JsonNode account = books.get(path);
        assertThat(account).isEqualTo(Books.json(retried.body()));
        assertThat(account.path("status").asText()).isEqualTo("closed");
        assertThat(events(closed)).isOne();
    }

    private static long events(UUID account) {
        return Sql.number(
                service.postgresUrl(),
                "SELECT count(*) FROM audit_event WHERE action = 'account.close' AND subject = ?",
                account.toString());
    }
}
