package global.pryzma.ledger.metrics;

import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The metrics of a running service: each moves when its thing happens, and none grows in number.
 */
class ServiceMetricsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 250;

    /** What Prometheus' own tool is called. */
    private static final String PROMTOOL = "promtool";

    private static ServiceUnderTest service;
    private static Tenant tenant;
    private static String bank;
    private static String alice;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.deadline", "2s",
                                "pryzma.ledger.attempt-timeout", "300ms",
                                "pryzma.idempotency.resolve-interval", "50ms",
                                "pryzma.idempotency.doubt-after", "0s",
                                "pryzma.idempotency.purge-interval", "50ms",
                                "pryzma.sweep.interval", "50ms"));
        tenant = new Tenant(service);
        String program = tenant.program();
        bank = tenant.account(program, "settlement", "USD");
        alice = tenant.account(program, "consumer", "USD");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void whatBecameOfRequestsIsCounted() {
        Scrape before = scrape();
        UUID key = UUID.randomUUID();
        assertThat(pay(key, "5").statusCode()).isEqualTo(201);
        assertThat(pay(key, "5").statusCode()).isEqualTo(201);
        assertThat(pay(key, "6").statusCode()).isEqualTo(422);
        UUID unwanted = UUID.randomUUID();
        assertThat(
                        tenant.delete("/v1/idempotency-keys/" + unwanted, UUID.randomUUID())
                                .statusCode())
                .isEqualTo(200);
        assertThat(pay(unwanted, "5").statusCode()).isEqualTo(409);

        Scrape after = scrape();
        for (String outcome : Set.of("first", "replayed", "reused", "cancelled")) {
            assertThat(grown(before, after, transfers(outcome))).as(outcome).isOne();
        }
        for (String phase : Set.of("claim", "apply", "record")) {
            assertThat(
                            grown(
                                    before,
                                    after,
                                    "pryzma_idempotency_phase_seconds_count{phase=\"%s\"}"
                                            .formatted(phase)))
                    .as(phase)
                    .isPositive();
        }
        String requests = "http_server_requests_seconds_count{error=\"%s\",method=\"POST\",";
        assertThat(
                        grownOrNew(
                                before,
                                after,
                                requests.formatted("none")
                                        + "status=\"201\",uri=\"/v1/transfers\"}"))
                .isEqualTo(2);
        assertThat(
                        grownOrNew(
                                before,
                                after,
                                requests.formatted("idempotency_key_reused")
                                        + "status=\"422\",uri=\"/v1/transfers\"}"))
                .isOne();
        assertThat(
                        grownOrNew(
                                before,
                                after,
                                requests.formatted("request_cancelled")
                                        + "status=\"409\",uri=\"/v1/transfers\"}"))
                .isOne();
        for (String grows :
                Set.of(
                        "pryzma_ledger_message_seconds_count{lane=\"transfers\"}",
                        "pryzma_ledger_message_events_count{lane=\"transfers\"}",
                        "pryzma_ledger_attempts_total{lane=\"transfers\",outcome=\"answered\"}",
                        "pryzma_writer_batch_writes_count",
                        "pryzma_writer_batch_bytes_sum",
                        "hikaricp_connections_acquire_seconds_count{pool=\"writer\"}")) {
            assertThat(grown(before, after, grows)).as(grows).isPositive();
        }
    }

    @Test
    void anOutageIsSeenFromItsBeginningToItsEnd() throws SQLException {
        Scrape before = scrape();
        assertThat(before.value("pryzma_ledger_available{lane=\"transfers\"}")).isOne();
        UUID key = UUID.randomUUID();
        service.stopLedger();
        CompletableFuture<HttpResponse<String>> first =
                CompletableFuture.supplyAsync(() -> pay(key, "5"));
        await().atMost(SOON).until(() -> isClaimed(key));
        assertThat(pay(key, "5").statusCode()).isEqualTo(502);
        assertThat(first.join().statusCode()).isEqualTo(502);
        await().atMost(SOON)
                .untilAsserted(() -> {
                    Scrape now = scrape();
                    assertThat(now.value("pryzma_ledger_available{lane=\"transfers\"}")).isZero();
                    assertThat(now.value("pryzma_keys_in_doubt")).isOne();
                    assertThat(now.value("pryzma_keys_in_doubt_oldest_seconds")).isPositive();
                });
        assertThat(pay(UUID.randomUUID(), "5").statusCode()).isEqualTo(502);
        Scrape away = scrape();
        assertThat(grown(before, away, transfers("joined"))).isOne();
        assertThat(grown(before, away, transfers("in_doubt"))).isOne();
        assertThat(grown(before, away, transfers("not_attempted"))).isOne();
        assertThat(
                        grown(
                                before,
                                away,
                                "pryzma_ledger_attempts_total{lane=\"transfers\",outcome=\"unanswered\"}"))
                .isPositive();
        assertThat(grown(before, away, "pryzma_ledger_unavailable_seconds_total")).isPositive();
        assertThat(away.value("pryzma_ledger_circuit_state{lane=\"transfers\",state=\"closed\"}"))
                .isZero();

        try (Connection holder = DriverManager.getConnection(Sql.url(service))) {
            keepFromResolver(holder);
            service.startLedger();
            await().atMost(SOON)
                    .until(() ->
                            scrape().value("pryzma_ledger_available{lane=\"transfers\"}") == 1);
            await().atMost(SOON).until(() -> pay(key, "5").statusCode() == 201);
        }
        Scrape after = scrape();
        assertThat(grown(before, after, transfers("taken_over"))).isOne();
        assertThat(
                        grown(
                                before,
                                after,
                                "pryzma_ledger_client_replacements_total{reason=\"unanswered\"}"))
                .isPositive();
        await().atMost(SOON).until(() -> scrape().value("pryzma_keys_in_doubt") == 0);
    }

    private static boolean isClaimed(UUID key) {
        return Sql.number(service, "SELECT count(*) FROM idempotency_key WHERE key = ?", key) == 1;
    }

    /** It takes what nobody has locked. */
    private static void keepFromResolver(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT FROM key_in_doubt FOR UPDATE");
        }
    }

    @Test
    void jobsAndBacklogsAreTold() {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    Scrape now = scrape();
                    for (String job : Set.of("purge", "resolver", "sweep")) {
                        assertThat(
                                        now.value(
                                                "pryzma_job_runs_total{job=\"%s\",outcome=\"succeeded\"}"
                                                        .formatted(job)))
                                .isPositive();
                        assertThat(
                                        now.value(
                                                "pryzma_job_last_success_timestamp_seconds{job=\"%s\"}"
                                                        .formatted(job)))
                                .isGreaterThan(1e9);
                    }
                    assertThat(now.value("pryzma_postgres_writable")).isOne();
                    assertThat(now.value("pryzma_postgres_standby_required")).isZero();
                });
        assertThat(scrape().value("pryzma_sweep_lag_seconds")).isLessThan(SOON.toSeconds());
        assertThat(scrape().value("pryzma_purge_lag_seconds")).isZero();
        assertThat(scrape().value("pryzma_ledger_orphans{kind=\"account\"}")).isZero();
    }

    @Test
    void aThousandDifferentIdsMakeNoNewSeries() {
        askForDifferentThings(1);
        Set<String> before = ofRequests();
        askForDifferentThings(MANY);
        assertThat(ofRequests()).isEqualTo(before);
    }

    /** The series but for the collector's, which come with the first pause of each cause. */
    private static Set<String> ofRequests() {
        return scrape().series().stream()
                .filter(series -> !series.startsWith("jvm_gc_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void askForDifferentThings(int times) {
        String token = tenant.token(Scope.values());
        for (int i = 0; i < times; i++) {
            UUID id = UUID.randomUUID();
            assertThat(service.client().get("/v1/accounts/" + id, token).statusCode())
                    .isEqualTo(404);
            assertThat(service.client().get("/" + id + "/" + id).statusCode()).isEqualTo(404);
            assertThat(method("M" + i, "/v1/accounts").statusCode()).isEqualTo(405);
            assertThat(
                            service.client()
                                    .post("/v1/transfers?" + id, token, id, "{\"a\":\"" + id)
                                    .statusCode())
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> method(String method, String path) {
        return service.client()
                .send(
                        service.client()
                                .request(path)
                                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void thePrometheusToolFindsNothingToBlame() throws Exception {
        pay(UUID.randomUUID(), "1");
        Scrape scrape = scrape();
        scrape.types()
                .forEach((name, type) -> {
                    assertThat(scrape.help()).as(name).containsKey(name);
                    assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                });
        if (isInstalled()) {
            Path file = Files.createTempFile("scrape", ".txt");
            Files.writeString(file, scrape.text());
            Process check =
                    new ProcessBuilder(PROMTOOL, "check", "metrics")
                            .redirectInput(file.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(check.waitFor()).as(said).isZero();
            Files.delete(file);
        } else {
            System.out.println(PROMTOOL + " is not installed: only our own checks were made");
        }
    }

    private static boolean isInstalled() {
        try {
            new ProcessBuilder(PROMTOOL, "--version").start().onExit().join();
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static Scrape scrape() {
        return Scrape.of(service);
    }

    private static HttpResponse<String> pay(UUID key, String amount) {
        return tenant.post("/v1/transfers", key, transferJson(bank, alice, amount));
    }

    private static String transfers(String outcome) {
        return "pryzma_idempotency_requests_total{operation=\"transfers.create\",outcome=\"%s\"}"
                .formatted(outcome);
    }

    private static double grown(Scrape before, Scrape after, String series) {
        return after.value(series) - before.value(series);
    }

    private static double grownOrNew(Scrape before, Scrape after, String series) {
        return after.value(series) - before.values().getOrDefault(series, 0.0);
    }
}
