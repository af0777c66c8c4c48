package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.idempotency.packed.PackedClaim.Unpacked;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.TestProperties;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * Rows of the version before the packed ones, which are there after an upgrade and are written
 * beside us while it lasts; and rows of a version that is newer than ours, as ours are to it.
 */
class RowFormsTest {
    private static final String BY_NAME =
            "operation = 'transfers.create', operation_number = NULL,"
                    + " encoding_version = encoding_version - 512";
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private static ServiceUnderTest service;
    private static Books books;

    private UUID account;
    private UUID key;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(
                                Map.of(
                                        "pryzma.deadline", "1s",
                                        "pryzma.idempotency.resolve-interval", "1h",
                                        "pryzma.idempotency.purge-interval", "1h")));
        StoredClaims.keep(Sql.url(service));
        books = Books.open(service.client(), service.folder());
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void open() {
        account = books.account("consumer");
        key = UUID.randomUUID();
    }

    @Test
    void anOldResponseIsReplayed() {
        HttpResponse<String> first = transfer();
        Unpacked work = StoredClaims.of(Sql.url(service), key);
        update(
                """
                operation = 'transfers.create', operation_number = NULL, encoding_version = 1, command = ?, plan = ?, owner = gen_random_uuid(),
                status = 201, content_type = 'application/json', body = ?, response = NULL\
                """,
                work.command(),
                work.plan(),
                first.body().getBytes(StandardCharsets.UTF_8));
        assertReplayed(first);
        assertThat(books.get("/v1/idempotency-keys/" + key).at("/response/body/id").asText())
                .isEqualTo(Books.json(first.body()).path("id").asText());
    }

    /** As packed as ours, but with the operation's name. */
    @Test
    void whatHasItsOperationByNameIsFinishedAndReplayed() {
        HttpResponse<String> first = transfer();
        StoredClaims.loseResponse(Sql.url(service), key);
        update(BY_NAME);
        assertThat(transfer().body()).isEqualTo(first.body());
        assertReplayed(first);
        assertThat(books.posted(account)).isEqualTo(BigInteger.ONE);
        assertThat(
                        Sql.number(
                                service,
                                "SELECT count(*) FROM idempotency_key WHERE key = ? AND operation ="
                                        + " 'transfers.create' AND encoding_version = 256 + 1",
                                key))
                .isOne();
    }

    @Test
    void eachHasItsOperationsNameInTheListOfKeysInDoubt() {
        UUID another = UUID.randomUUID();
        transfer();
        books.transfer(another, books.settlement(), account, 1);
        for (UUID lost : List.of(key, another)) {
            StoredClaims.loseResponse(Sql.url(service), lost);
            Sql.run(
                    service,
                    "INSERT INTO key_in_doubt (organisation_id, key) SELECT organisation_id, key"
                            + " FROM idempotency_key WHERE key = ?",
                    lost);
            Sql.run(service, "UPDATE idempotency_key SET lease_until = NULL WHERE key = ?", lost);
        }
        update(BY_NAME);
        assertThat(books.get("/v1/ledger/in-doubt?limit=2").path("data"))
                .extracting(it -> it.path("key").asText() + it.path("operation"))
                .containsExactly(another + "\"transfers.create\"", key + "\"transfers.create\"");
        assertThat(transfer().statusCode()).isEqualTo(201);
        assertThat(books.transfer(another, books.settlement(), account, 1).statusCode())
                .isEqualTo(201);
    }

    /** Of an operation that the newer version has added. */
    @Test
    void aRowWithANumberThatIsNotKnownIsLeftAlone() {
        HttpResponse<String> first = transfer();
        StoredClaims.loseResponse(Sql.url(service), key);
        update("operation_number = 9999, fingerprint = sha256(fingerprint)");
        assertThat(transfer().statusCode()).isEqualTo(503);
        assertThat(books.client().get("/v1/idempotency-keys/" + key, books.token()).statusCode())
                .isEqualTo(503);
        HttpResponse<String> cancelled =
                books.client()
                        .delete("/v1/idempotency-keys/" + key, books.token(), UUID.randomUUID());
        assertThat(cancelled.statusCode()).isEqualTo(503);
        Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key);
        assertThat(transfer().body()).isEqualTo(first.body());
        assertThat(books.posted(account)).isEqualTo(BigInteger.ONE);
    }

    @Test
    void anOldClaimIsFinished() {
        HttpResponse<String> first = transfer();
        StoredClaims.loseResponse(Sql.url(service), key);
        StoredClaims.inOldForm(Sql.url(service), key);
        assertThat(transfer().body()).isEqualTo(first.body());
        assertReplayed(first);
        assertThat(books.posted(account)).isEqualTo(BigInteger.ONE);
    }

    @Test
    void anOldClaimIsSettledForWhoCancelsIt() {
        HttpResponse<String> first = transfer();
        StoredClaims.loseResponse(Sql.url(service), key);
        StoredClaims.inOldForm(Sql.url(service), key);
        HttpResponse<String> cancelled =
                books.client()
                        .delete("/v1/idempotency-keys/" + key, books.token(), UUID.randomUUID());
        assertThat(Books.json(cancelled.body()).at("/response/body"))
                .isEqualTo(Books.json(first.body()));
        assertReplayed(first);
    }

    /** As to an instance of an earlier version those of this one are. */
    @Test
    void aRowOfAFormThatIsNotKnownIsLeftAlone() {
        HttpResponse<String> first = transfer();
        update("encoding_version = encoding_version + 2048");
        assertThat(transfer().statusCode()).isEqualTo(503);
        HttpResponse<String> cancelled =
                books.client()
                        .delete("/v1/idempotency-keys/" + key, books.token(), UUID.randomUUID());
        assertThat(cancelled.statusCode()).isEqualTo(503);
        update("encoding_version = encoding_version - 2048");
        assertReplayed(first);
        assertThat(books.posted(account)).isEqualTo(BigInteger.ONE);
    }

    @Test
    void whatTheVersionBeforeWritesIsTakenAfterTheMigration() {
        DataSource postgres = DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class));
        String schema = "before_" + key.toString().replace("-", "");
        String table = schema + ".idempotency_key";
        String claim =
                "INSERT INTO "
                        + table
                        + " (organisation_id, key, operation, encoding_version, fingerprint,"
                        + " command, plan, owner) VALUES (gen_random_uuid(), gen_random_uuid(),"
                        + " 'transfers.create', 1, sha256(''), 'c', 'p', gen_random_uuid())";
        String record =
                "UPDATE "
                        + table
                        + " SET recorded_at = now(), status = 201, content_type = 't', body = 'b',"
                        + " lease_until = NULL WHERE recorded_at IS NULL";
        try {
            migrate(postgres, schema, "13");
            Sql.run(service, claim);
            Sql.run(service, record);
            Sql.run(service, claim);
            migrate(postgres, schema, "latest");
            Sql.run(service, record);
            Sql.run(service, claim);
            assertThat(
                            Sql.number(
                                    service,
                                    "SELECT count(*) FROM "
                                            + table
                                            + " WHERE response IS NULL AND claim IS NULL AND"
                                            + " command = 'c' AND plan = 'p'"))
                    .isEqualTo(3);
            for (String wrong :
                    List.of(
                            "status = 201",
                            "response = ''",
                            "response = '', recorded_at = now(), claim = 'c'",
                            "owner = NULL",
                            "operation = NULL",
                            "operation_number = 1",
                            "fingerprint = decode(repeat('00', 32), 'hex')")) {
                String update = "UPDATE " + table + " SET " + wrong + " WHERE recorded_at IS NULL";
                assertThatThrownBy(() -> Sql.run(service, update))
                        .as(wrong)
                        .rootCause()
                        .hasMessageContaining("violates check constraint");
            }
        } finally {
            Sql.run(service, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
    }

    private static void migrate(DataSource postgres, String schema, String version) {
        Flyway.configure().dataSource(postgres).schemas(schema).target(version).load().migrate();
    }

    private HttpResponse<String> transfer() {
        return books.transfer(key, books.settlement(), account, 1);
    }

    private void update(String assignments, Object... values) {
        Object[] parameters = Arrays.copyOf(values, values.length + 1);
        parameters[values.length] = key;
        assertThat(
                        Sql.run(
                                service,
                                "UPDATE idempotency_key SET " + assignments + " WHERE key = ?",
                                parameters))
                .isOne();
    }

    private void assertReplayed(HttpResponse<String> first) {
        HttpResponse<String> again = transfer();
        assertThat(again.statusCode()).as(again.body()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
        assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
    }
}
