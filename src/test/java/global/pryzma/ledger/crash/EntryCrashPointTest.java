package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.CrashPoints;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The service is killed in the middle of a journal entry; the retry makes all of its lines once.
 */
class EntryCrashPointTest {
    private static final String ENTRIES = "/v1/journal-entries";

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
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPENED", "PART_EXECUTED"})
    void aRetryAfterTheCrashMakesAllLinesOnce(CrashPoints.Point point) {
        UUID key = UUID.randomUUID();
        UUID ada = books.account("consumer");
        UUID fees = books.account("fee");
        String entry =
                """
                {"lines":[{"account_id":"%s","side":"debit","amount":"70"},
                {"account_id":"%s","side":"credit","amount":"60"},
                {"account_id":"%s","side":"credit","amount":"10"}],"description":"Order"}\
                """
                        .formatted(books.settlement(), ada, fees);
        Crash.at(point, key, service, books, () -> books.post(ENTRIES, key, entry));

        HttpResponse<String> retried =
                books.definite(key, it -> it.post(ENTRIES, books.token(), key, entry));
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
        JsonNode made = Books.json(retried.body());
        assertThat(books.get(ENTRIES + "/" + made.path("id").asText())).isEqualTo(made);
        assertThat(books.get(ENTRIES + "?account_id=" + ada).path("data")).containsExactly(made);
        assertThat(books.posted(ada)).isEqualTo(BigInteger.valueOf(60));
        assertThat(books.posted(fees)).isEqualTo(BigInteger.TEN);
        books.assertDebitsEqualCredits();
    }
}
