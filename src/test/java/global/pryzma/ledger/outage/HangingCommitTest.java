package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Payments;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.process.Pause;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A Postgres that takes what is to be committed, and does not finish. */
class HangingCommitTest {
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    @TempDir Path folder;

    private PostgresProcess postgres;
    private ServiceProcess service;
    private Books books;
    private UUID account;

    @BeforeEach
    void start() {
        postgres = new PostgresProcess(folder.resolve("server")).start();
        service =
                new ServiceProcess(folder)
                        .with(postgres.properties())
                        .with("pryzma.ledger.embedded", "true")
                        .with("pryzma.demo.enabled", "true")
                        .with("pryzma.sweep.interval", "100ms")
                        .with("pryzma.idempotency.resolve-interval", "100ms")
                        .start();
        books = Books.open(service.client(), service.dataFolder());
        account = books.account("consumer");
    }

    @AfterEach
    void stop() {
        service.close();
        postgres.close();
    }

    @Test
    void commitsThatWaitForTheirStandbyAreKnown() {
        UUID key = UUID.randomUUID();
        sendTheStandbyAway();
        assertUnavailable(pay(key));
        // Nobody has asked how it is.
        await().until(() -> service.output().contains("Commits wait for the synchronous standby"));
        assertThat(service.output()).containsPattern("WARN .*Nothing can be written: Commits wait");
        await().untilAsserted(() -> {
            HttpResponse<String> health = service.client().get("/health");
            assertThat(health.statusCode()).isEqualTo(200);
            Contract.get().check("GET", "/health", health);
            JsonNode page = Books.json(health.body());
            assertThat(page.path("status").asText()).isEqualTo("degraded");
            assertThat(page.path("postgres").path("status").asText()).isEqualTo("commits_wait");
            assertThat(page.path("postgres").path("oldest_commit_seconds").asLong()).isPositive();
        });
        assertUnavailable(service.client().get("/health/readiness"));
        for (int i = 0; i < 20; i++) {
            assertUnavailable(pay(UUID.randomUUID()));
        }
        long failed = failures("sweep");
        await().until(() -> failures("sweep") > failed + 20);
        assertThat(books.client().get("/v1/programs", books.token()).statusCode()).isEqualTo(200);
        assertThat(Sql.number(postgres.url(), WAITING))
                .as("sessions that are lost until the standby is back")
                .isLessThan(8);

        callTheStandbyBack();
        await().until(() -> service.client().get("/health/readiness").statusCode() == 200);
        isMadeOnce(key);
    }

    @Test
    void whatIsRecordedIsReplayedWhileCommitsWait() {
        UUID program = UUID.randomUUID();
        UUID transfer = UUID.randomUUID();
        HttpResponse<String> created = createProgram(program);
        HttpResponse<String> paid = payInvoice(transfer);
        sendTheStandbyAway();
        assertUnavailable(createProgram(UUID.randomUUID()));
        await().until(() -> service.output().contains("Commits wait for the synchronous standby"));
        assertReplay(createProgram(program), created);
        assertReplay(payInvoice(transfer), paid);
        callTheStandbyBack();
    }

    @Test
    void sigtermEndsAServiceWhoseCommitWaitsForItsStandby() {
        UUID key = UUID.randomUUID();
        sendTheStandbyAway();
        CompletableFuture<HttpResponse<String>> payment = supplyAsync(() -> pay(key));
        await().until(() -> Sql.number(postgres.url(), WAITING) > 0);
        assertThat(service.terminate()).isEqualTo(143);
        assertUnavailable(payment.join());

        callTheStandbyBack();
        comeBack();
        isMadeOnce(key);
    }

    @Test
    void sigtermEndsAServiceWhosePostgresIsFrozen() throws Exception {
        try (Payments payments = Payments.begin(books, 8)) {
            payments.awaitMore(20);
            try (Pause _ = postgres.pause()) {
                await().until(payments::everybodyHasWaited);
                assertThat(service.terminate()).isEqualTo(143);
            }
            comeBack();
            payments.awaitMore(20);
            payments.finish();
            payments.check(books);
        }
    }

    private long failures(String name) {
        for (JsonNode job : Books.json(service.client().get("/health").body()).path("jobs")) {
            if (job.path("name").asText().equals(name)) {
                return job.path("failures").asLong();
            }
        }
        throw new AssertionError("no job " + name);
    }

    private void comeBack() {
        service.start();
        books.use(service.client());
    }

    private HttpResponse<String> pay(UUID key) {
        return books.transfer(key, books.settlement(), account, 5);
    }

    private HttpResponse<String> payInvoice(UUID key) {
        String json = Books.transferJson(books.settlement(), account, 5);
        return books.post("/v1/transfers", key, json.replace("}", ",\"reference\":\"1\"}"));
    }

    private HttpResponse<String> createProgram(UUID key) {
        return books.post("/v1/programs", key, "{\"name\":\"Wallets\"}");
    }

    /** As after the standby's death: it is waited for, and not there. */
    private void sendTheStandbyAway() {
        configure("SET synchronous_standby_names = 'standby'");
    }

    private void callTheStandbyBack() {
        configure("RESET synchronous_standby_names");
    }

    private void configure(String change) {
        Sql.run(postgres.url(), "ALTER SYSTEM " + change);
        Sql.number(postgres.url(), "SELECT pg_reload_conf()::int");
    }

    private void isMadeOnce(UUID key) {
        assertThat(books.definiteTransfer(key, books.settlement(), account, 5).statusCode())
                .isEqualTo(201);
        assertThat(books.transfersOf(account)).hasSize(1);
        books.assertDebitsEqualCredits();
    }

    private static void assertReplay(HttpResponse<String> again, HttpResponse<String> first) {
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
        assertThat(response.statusCode()).isEqualTo(503);
    }
}
