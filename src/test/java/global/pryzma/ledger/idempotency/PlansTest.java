package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.PostgresProcess;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * No statement of the service reads a table that grows, or an index of it, from one end to the
 * other, in a Postgres that knows nothing of its tables, or thinks that they are as good as empty.
 */
class PlansTest {
    private static final String GROWING =
            "'idempotency_key', 'key_in_doubt', 'key_kept', 'key_trace', 'reservation',"
                    + " 'transfer_text', 'audit_event', 'account_place', 'account_place_count',"
                    + " 'program', 'program_count', 'program_change', 'private_currency',"
                    + " 'metadata_entry'";

    /**
     * Of a table's indexes, in the course of the test's work: a few for each of its requests.
     * Whoever finds a batch's rows by reading a whole index reads ten times as many and more.
     */
    private static final long MOST_ENTRIES = 10_000;

    /**
     * @param analysed when its tables had next to nothing, as after a night in which the purge took
     *     it all; else never
     */
    @ParameterizedTest(name = "analysed {0}")
    @ValueSource(booleans = {false, true})
    void everyRowIsFoundByAnIndex(boolean analysed, @TempDir Path folder) throws Exception {
        try (PostgresProcess postgres =
                new PostgresProcess(folder).with("autovacuum", "off").start()) {
            Map<String, Object> properties =
                    new HashMap<>(
                            TestProperties.patient(
                                    Map.of("pryzma.idempotency.purge-interval", "1h")));
            properties.putAll(postgres.properties());
            try (ServiceUnderTest service = ServiceUnderTest.start(properties)) {
                StoredClaims.keep(postgres.url());
                if (analysed) {
                    Books books = Books.open(service.client(), service.folder());
                    books.account("consumer");
                }
                service.stop(); // what a connection has read is counted when it ends
                if (analysed) {
                    Sql.run(postgres.url(), "VACUUM ANALYZE");
                }
                Map<String, Long> before = read(postgres);
                Map<String, Long> readBefore = entriesRead(postgres);
                service.restart();
                work(service);
                service.stop();
                assertThat(read(postgres)).as("the writer").isEqualTo(before);
                assertThat(since(readBefore, entriesRead(postgres)))
                        .as("entries of indexes that the writer has read")
                        .allSatisfy((table, count) -> assertThat(count).isLessThan(MOST_ENTRIES));

                Sql.run(
                        postgres.url(),
                        "UPDATE idempotency_key SET claimed_at = now() - interval '25 hours',"
                                + " recorded_at = recorded_at - interval '25 hours'");
                for (UUID key : keys(postgres, 50)) {
                    StoredClaims.loseResponse(postgres.url(), key);
                }
                before = read(postgres);
                service.restart();
                for (int i = 0; i < 12; i++) { // until plans are made that are kept
                    service.bean(Resolver.class).run();
                    service.bean(Purge.class).run();
                    Sql.run(postgres.url(), "UPDATE claim_purge SET purged_until = '-infinity'");
                }
                service.stop();
                assertThat(read(postgres)).as("the jobs").isEqualTo(before);
                assertThat(
                                Sql.number(
                                        postgres.url(),
                                        "SELECT count(*) FROM idempotency_key WHERE recorded_at IS"
                                                + " NULL"))
                        .isZero();
                assertThat(Sql.number(postgres.url(), "SELECT count(*) FROM idempotency_key"))
                        .as("those that have just got their responses")
                        .isEqualTo(50);
            }
        }
    }

    private static void change(Books books, String path, String json) {
        HttpResponse<String> changed =
                books.client().patch(path, books.token(), UUID.randomUUID(), json);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    private static void work(ServiceUnderTest service) throws Exception {
        Books books = Books.open(service.client(), service.folder());
        hasMadePrograms(5000, books, service);
        UUID account = books.account("consumer");
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String words = ",\"reference\":\"invoice " + i / 2 + "\"}";
                UUID key = UUID.randomUUID();
                String json =
                        Books.transferJson(books.settlement(), account, 1).replace("}", words);
                running.add(
                        clients.submit(() ->
                                books.definite(
                                                key,
                                                it ->
                                                        it.post(
                                                                "/v1/transfers",
                                                                books.token(),
                                                                key,
                                                                json))
                                        .statusCode()));
            }
            for (Future<Integer> one : running) {
                assertThat(one.get()).isIn(201, 409);
            }
        }
        for (int i = 0; i < 12; i++) {
            books.account("consumer");
            assertThat(
                            books.post("/v1/programs", UUID.randomUUID(), "{\"name\":\"Wallets\"}")
                                    .statusCode())
                    .isEqualTo(201);
            String points = "{\"code\":\"POINTS_%d\",\"exponent\":0}".formatted(i);
            assertThat(books.post("/v1/currencies", UUID.randomUUID(), points).statusCode())
                    .isEqualTo(201);
            change(
                    books,
                    "/v1/programs/" + books.program(),
                    "{\"name\":\"Points\",\"currencies\":[\"EUR\",\"USD_GT\"]}");
            JsonNode paid = books.get("/v1/transfers?reference=invoice%20" + i).path("data");
            assertThat(paid).hasSize(1);
            change(
                    books,
                    "/v1/transfers/" + paid.path(0).path("id").asText(),
                    "{\"description\":\"Paid\"}");
            change(books, "/v1/accounts/" + account, "{\"name\":\"Ada\"}");
            readAudit(books);
            readLists(books, account);
            change(
                    books,
                    "/v1/accounts/" + account,
                    i % 2 == 0 ? "{\"status\":\"frozen\"}" : "{\"status\":\"active\"}");
        }
        await().until(() -> books.posted(account).longValue() == 200);
    }

    private static void hasMadePrograms(int count, Books books, ServiceUnderTest service) {
        Sql.run(
                service,
                """
                INSERT INTO program (id, organisation_id, name, content, created_at_nanos)
                SELECT gen_random_uuid(), ?, 'Wallets', '{}', 0 FROM generate_series(1, ?)\
                """,
                books.organisation(),
                count);
    }

    private static void readLists(Books books, UUID account) {
        String metadata = ",\"metadata\":{\"k\":\"v\",\"l\":\"w\"}}";
        UUID payee = books.account("consumer");
        String json = Books.transferJson(books.settlement(), payee, 1).replace("}", metadata);
        assertThat(books.post("/v1/transfers", UUID.randomUUID(), json).statusCode())
                .isEqualTo(201);
        change(
                books,
                "/v1/accounts/" + account,
                "{\"metadata\":{\"k\":\"%s\"}}".formatted(UUID.randomUUID()));
        for (String list :
                List.of(
                        "/v1/transfers?metadata[k]=v",
                        "/v1/transfers?metadata[k]=v&metadata[l]=w&status=posted",
                        "/v1/accounts?metadata[k]=v",
                        "/v1/accounts?name=A&status=closed",
                        "/v1/accounts?program_id=" + books.program() + "&status=frozen",
                        "/v1/accounts?type=fee&currency=USD_GT",
                        "/v1/programs?name=W&currency=EUR&metadata[k]=v")) {
            assertThat(books.get(list).has("data")).as(list).isTrue();
        }
    }

    private static void readAudit(Books books) {
        for (String query :
                List.of(
                        "",
                        "?client_id=nobody",
                        "?organisation_id=" + UUID.randomUUID(),
                        "?request_id=" + UUID.randomUUID(),
                        "?action=account.freeze&outcome=succeeded",
                        "?outcome=expired",
                        "?from=2026-03-14T00:00:00Z&to=2026-03-15T00:00:00Z")) {
            assertThat(books.get("/v1/audit-events" + query).has("data")).as(query).isTrue();
        }
    }

    /** Of those that were claimed before there was a response. */
    private static List<UUID> keys(PostgresProcess postgres, int count) throws SQLException {
        List<UUID> keys = new ArrayList<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT key FROM kept_claim WHERE owner IS NOT NULL ORDER BY key"
                                        + " LIMIT "
                                        + count)) {
            while (rows.next()) {
                keys.add(rows.getObject(1, UUID.class));
            }
        }
        return keys;
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        Map<String, Long> since = new HashMap<>();
        now.forEach((table, count) -> since.put(table, count - before.getOrDefault(table, 0L)));
        return since;
    }

    /** How often each of these tables has been read from one end to the other. */
    private static Map<String, Long> read(PostgresProcess postgres) throws SQLException {
        return numbers(
                postgres,
                "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname IN ("
                        + GROWING
                        + ")");
    }

    /** How many entries of their indexes have been read. */
    private static Map<String, Long> entriesRead(PostgresProcess postgres) throws SQLException {
        return numbers(
                postgres,
                "SELECT relname, sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname IN ("
                        + GROWING
                        + ") GROUP BY relname");
    }

    private static Map<String, Long> numbers(PostgresProcess postgres, String sql)
            throws SQLException {
        Map<String, Long> numbers = new HashMap<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getLong(2));
            }
        }
        return numbers;
    }
}
