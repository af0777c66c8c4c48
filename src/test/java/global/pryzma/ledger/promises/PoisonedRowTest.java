package global.pryzma.ledger.promises;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/**
 * Postgres refuses the text of one request, which shares its transactions with many others. A
 * trigger does what no text that passes our own checks does to a real Postgres.
 */
class PoisonedRowTest {
    private static final String REFUSE =
            """
            CREATE OR REPLACE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF %s THEN
                    RAISE EXCEPTION 'poisoned' USING ERRCODE = 'data_exception';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER refuse_poison BEFORE INSERT ON %s
                FOR EACH ROW EXECUTE FUNCTION refuse_poison()\
            """;

    private static ServiceUnderTest service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(TestProperties.PATIENT);
        books = Books.open(service.client(), service.folder());
    }

    @AfterAll
    static void stop() {
        books.assertDebitsEqualCredits();
        service.close();
    }

    @Test
    void oneClaimAmongAHundredFailsAlone() throws Exception {
        onlyThePoisonedOneFails(
                "idempotency_key",
                "position('poison'::bytea in NEW.claim) > 0",
                BigInteger.valueOf(99));
    }

    @Test
    void oneRecordAmongAHundredFailsAloneAndIsRecordedLater() throws Exception {
        // Its money has moved already: only the words of its transfer are refused.
        onlyThePoisonedOneFails(
                "transfer_text",
                "position('poison' in NEW.description) > 0",
                BigInteger.valueOf(100));
    }

    private static void onlyThePoisonedOneFails(
            String table, String condition, BigInteger movedMeanwhile) throws Exception {
        UUID account = books.account("consumer");
        UUID poisoned = UUID.randomUUID();
        Sql.run(service, REFUSE.formatted(condition, table));
        List<HttpResponse<String>> responses;
        try {
            responses =
                    AtOnce.send(
                            100,
                            i ->
                                    i == 50
                                            ? post(poisoned, account, "poison")
                                            : post(UUID.randomUUID(), account, "wholesome"));
        } finally {
            Sql.run(service, "DROP TRIGGER refuse_poison ON " + table);
        }
        assertThat(responses.get(50).statusCode()).isEqualTo(500);
        assertThat(responses.get(50).body()).isEqualTo("{\"error\":\"internal_error\"}");
        assertThat(responses).filteredOn(it -> it.statusCode() == 201).hasSize(99);
        assertThat(books.posted(account)).isEqualTo(movedMeanwhile);

        assertThat(post(poisoned, account, "poison").statusCode())
                .as("nothing was recorded, and the key is good")
                .isEqualTo(201);
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(100));
        assertThat(books.transfersOf(account)).hasSize(100);
    }

    private static HttpResponse<String> post(UUID key, UUID account, String description) {
        return books.post(
                "/v1/transfers",
                key,
                Books.transferJson(books.settlement(), account, 1)
                        .replace("}", ",\"description\":\"" + description + "\"}"));
    }
}
