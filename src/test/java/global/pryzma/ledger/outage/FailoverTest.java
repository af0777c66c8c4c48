package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Payments;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.PostgresProcess.Shutdown;
import global.pryzma.ledger.testing.process.Signpost;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Two Postgres servers, one the other's standby, change places. */
class FailoverTest {
    @TempDir Path folder;

    private PostgresProcess left;
    private PostgresProcess right;

    @BeforeEach
    void startBoth() {
        left = server("left").start();
        right = server("right").standbyOf(left).start();
        awaitStandbyOf(left);
    }

    private PostgresProcess server(String name) {
        return new PostgresProcess(folder.resolve(name)).with("wal_keep_size", "128MB");
    }

    private static void awaitStandbyOf(PostgresProcess primary) {
        await().until(() ->
                Sql.number(
                                primary.url(),
                                "SELECT count(*) FROM pg_stat_replication WHERE state ="
                                        + " 'streaming'")
                        == 1);
    }

    @AfterEach
    void stopBoth() {
        left.close();
        right.close();
    }

    @Test
    void anAddressThatLeadsToTheOldPrimaryForAWhile() throws Exception {
        try (Signpost address = new Signpost(left);
                ServiceUnderTest service = start(address.url())) {
            Books books = Books.open(service.client(), service.folder());
            UUID account = books.account("consumer");
            try (Payments payments = Payments.begin(books, 4)) {
                payments.awaitMore(20);
                left.stop(Shutdown.FAST); // with all that it had sent to its standby
                right.promote();
                left.standbyOf(right).start();
                awaitStandbyOf(right);
                Sql.number(left.url(), "SELECT 1 FROM pg_wal_replay_pause()");
                // Whoever knows of the new primary works.
                try (ServiceUnderTest other =
                        service.beside(Map.of("datasources.default.url", right.url()))) {
                    Books there = Books.open(other.client(), service.folder());
                    UUID key = UUID.randomUUID();
                    there.definiteTransfer(key, there.settlement(), there.account("consumer"), 7);
                    awaitNotReady(service, "Postgres is read-only");
                    UUID ours = UUID.randomUUID();
                    for (int i = 0; i < 3; i++) {
                        assertUnavailable(
                                books.client().get("/v1/idempotency-keys/" + key, books.token()));
                        assertUnavailable(books.client().get("/v1/programs", books.token()));
                        assertUnavailable(books.transfer(ours, books.settlement(), account, 5));
                    }

                    address.leadTo(right);
                    awaitReady(service);
                    payments.awaitMore(20);
                    assertThat(
                                    books.definiteTransfer(ours, books.settlement(), account, 5)
                                            .statusCode())
                            .isEqualTo(201);
                    assertThat(
                                    books.client()
                                            .get("/v1/idempotency-keys/" + key, books.token())
                                            .statusCode())
                            .isEqualTo(200);
                }
                payments.finish();
                payments.check(books);
            }
            service.assertBooksBalance();
        }
    }

    @Test
    void aUrlWithBothServers() throws Exception {
        String both =
                "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?user=postgres"
                        .formatted(left.port(), right.port());
        try (ServiceUnderTest service = start(both)) {
            Books books = Books.open(service.client(), service.folder());
            try (Payments payments = Payments.begin(books, 4)) {
                payments.awaitMore(20);
                left.stop(Shutdown.FAST);
                right.promote();
                left.standbyOf(right).start();
                payments.awaitMore(20);
                // And back.
                awaitStandbyOf(right);
                right.stop(Shutdown.FAST);
                left.promote();
                payments.awaitMore(20);
                payments.finish();
                payments.check(books);
            }
            awaitReady(service);
            service.assertBooksBalance();
        }
    }

    @Test
    void aPrimaryThatIsMadeReadOnlyInPlace() throws Exception {
        try (ServiceUnderTest service = start(left.url())) {
            Books books = Books.open(service.client(), service.folder());
            UUID account = books.account("consumer");
            UUID key = UUID.randomUUID();
            UUID unknown = UUID.randomUUID();
            configure("SET default_transaction_read_only = on");
            awaitNotReady(service, "Postgres is read-only");
            HttpResponse<String> refused =
                    books.client()
                            .send(
                                    books.client()
                                            .request("/v1/idempotency-keys/" + unknown)
                                            .header("Authorization", "Bearer " + books.token())
                                            .header("Accept", "application/problem+json")
                                            .GET());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("\"detail\":\"Postgres is read-only\"");
            assertUnavailable(books.transfer(key, books.settlement(), account, 5));
            HttpResponse<String> health = service.client().get("/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body())
                    .contains("\"status\":\"degraded\"", "\"status\":\"read_only\"");

            configure("RESET default_transaction_read_only");
            awaitReady(service);
            assertThat(books.definiteTransfer(key, books.settlement(), account, 5).statusCode())
                    .isEqualTo(201);
            assertThat(books.transfersOf(account)).hasSize(1);
        }
    }

    private void configure(String change) {
        Sql.run(left.url(), "ALTER SYSTEM " + change);
        Sql.number(left.url(), "SELECT pg_reload_conf()::int");
    }

    /** As an operator does who read no further than the README. */
    private static ServiceUnderTest start(String url) {
        return ServiceUnderTest.start(Map.of("datasources.default.url", url));
    }

    private static void awaitReady(ServiceUnderTest service) {
        await().until(() -> readiness(service).statusCode() == 200);
    }

    private static void awaitNotReady(ServiceUnderTest service, String detail) {
        await().untilAsserted(() -> {
            HttpResponse<String> readiness = readiness(service);
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body()).contains(detail);
        });
    }

    private static HttpResponse<String> readiness(ServiceUnderTest service) {
        return service.client()
                .send(
                        service.client()
                                .request("/health/readiness")
                                .header("Accept", "application/problem+json")
                                .GET());
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
        assertThat(response.statusCode()).isEqualTo(503);
    }
}
