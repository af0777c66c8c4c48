package global.pryzma.ledger.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whatever one organisation writes, and waits for, the small writes of the others are made. */
class LargeWritesTest {
    private static final int CONNECTIONS = 500;
    private static final int TRANSFERS = 300;

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() {
        // The time limits of Postgres are those of every service; that of a request leaves time for
        // the clients, which this process runs as well.
        service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.deadline", "20s",
                                "pryzma.ledger.attempt-timeout", "15s"));
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    /** An organisation with money to move. */
    private static final class Payer {
        final Tenant tenant = new Tenant(service);
        final String bank;
        final String customer;

        Payer() {
            String program = tenant.program();
            bank = tenant.account(program, "settlement", "USD");
            customer = tenant.account(program, "consumer", "USD");
        }

        HttpResponse<String> pay(String more) {
            return service.client()
                    .post(
                            "/v1/transfers",
                            tenant.token(Scope.TRANSFERS_WRITE),
                            UUID.randomUUID(),
                            Tenant.transferJson(bank, customer, "1").replace("}", more + "}"));
        }
    }

    @Test
    void transfersOfOneOrganisationSucceedUnderAnotherOnesFloodOfLargeOnes() throws Exception {
        Payer noisy = new Payer();
        Payer quiet = new Payer();
        String metadata = ",\"metadata\":" + largeMetadata();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger large = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> flood =
                    IntStream.range(0, CONNECTIONS)
                            .mapToObj(i ->
                                    CompletableFuture.runAsync(
                                            () -> {
                                                while (!enough.get()) {
                                                    int status = noisy.pay(metadata).statusCode();
                                                    assertThat(status).isIn(201, 502, 503);
                                                    if (status == 201) {
                                                        large.incrementAndGet();
                                                    }
                                                }
                                            },
                                            clients))
                            .toList();
            try {
                await().until(() -> large.get() > CONNECTIONS);
                List<Long> millis = new ArrayList<>();
                for (int i = 0; i < TRANSFERS; i++) {
                    long began = System.nanoTime();
                    HttpResponse<String> paid = quiet.pay("");
                    millis.add((System.nanoTime() - began) / 1_000_000);
                    assertThat(paid.statusCode()).as(paid.body()).isEqualTo(201);
                }
                millis.sort(null);
                System.out.printf(
                        "Beside %d large transfers: p50 %d ms, p95 %d ms, p99 %d ms, at most %d"
                                + " ms%n",
                        large.get(),
                        millis.get(TRANSFERS / 2),
                        millis.get(TRANSFERS * 95 / 100),
                        millis.get(TRANSFERS * 99 / 100),
                        millis.getLast());
            } finally {
                enough.set(true);
            }
            flood.forEach(CompletableFuture::join);
        }
        JsonNode posted =
                Tenant.ok(quiet.tenant.get("/v1/accounts/" + quiet.customer))
                        .at("/balances/posted");
        assertThat(posted.asInt()).isEqualTo(TRANSFERS);
    }

    /** As much as fits, nearly 60 KB that can't be made smaller. */
    private static String largeMetadata() {
        Random random = new Random(1);
        return IntStream.range(0, JsonBody.MAX_MAP_ENTRIES)
                .mapToObj(i ->
                        "\"%064d\":\"%s\""
                                .formatted(i, twoBytesEach(random, JsonBody.MAX_MAP_VALUE)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String twoBytesEach(Random random, int length) {
        return random.ints(length, 0x100, 0x180)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** As one does whose instance was stopped in the middle of a transaction. */
    @Test
    void aKeyThatIsLockedFailsAlone() throws Exception {
        Payer payer = new Payer();
        UUID first = UUID.randomUUID();
        UUID locked = UUID.randomUUID();
        try (Connection another = Sql.connectBeside(service);
                Connection stopped = Sql.connectBeside(service);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            claim(another, payer, first);
            claim(stopped, payer, locked);
            // The first one holds the writer up until the others wait, and share a transaction.
            CompletableFuture<HttpResponse<String>> alone =
                    supplyAsync(() -> pay(payer, first), clients);
            String waiting =
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND"
                            + " datname = current_database()";
            await().until(() -> Sql.number(service, waiting) == 1 || alone.isDone());
            CompletableFuture<HttpResponse<String>> culprit =
                    supplyAsync(() -> pay(payer, locked), clients);
            List<CompletableFuture<HttpResponse<String>>> others =
                    IntStream.range(0, 40)
                            .mapToObj(
                                    i -> supplyAsync(() -> pay(payer, UUID.randomUUID()), clients))
                            .toList();
            others.forEach(one ->
                    assertThat(one.join().statusCode()).as(one.join().body()).isEqualTo(201));
            assertThat(culprit.join().statusCode()).isEqualTo(503);
            assertThat(alone.join().statusCode()).isEqualTo(503);
            another.rollback();
            stopped.rollback();
        }
        assertThat(pay(payer, locked).statusCode()).isEqualTo(201);
    }

    private static void claim(Connection connection, Payer payer, UUID key) throws SQLException {
        Sql.run(
                connection,
                """
                INSERT INTO idempotency_key (organisation_id, key, operation, encoding_version,
                    fingerprint, command, plan, owner)
                VALUES (?, ?, 'transfers.create', 1, sha256(''), '', '', gen_random_uuid())\
                """,
                payer.tenant.organisation(),
                key);
    }

    private static HttpResponse<String> pay(Payer payer, UUID key) {
        return payer.tenant.post(
                "/v1/transfers", key, Tenant.transferJson(payer.bank, payer.customer, "1"));
    }
}
