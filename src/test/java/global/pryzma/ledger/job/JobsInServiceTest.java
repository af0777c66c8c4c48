package global.pryzma.ledger.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The service's own jobs, as the health page shows them, and one more that the tests add. */
class JobsInServiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> OURS = List.of("clock", "purge", "resolver", "sweep");

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.idempotency.purge-interval",
                                "50ms",
                                "pryzma.idempotency.resolve-interval",
                                "50ms",
                                "pryzma.sweep.interval",
                                "50ms",
                                LastWords.PROPERTY,
                                "true"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theHealthPageKnowsThemByName() {
        await().atMost(SOON).until(JobsInServiceTest::haveAllRun);
        assertThat(jobs().findValuesAsText("name"))
                .containsExactly(
                        "availability",
                        "availability-purge",
                        "clock",
                        "last-words",
                        "postgres-watch",
                        "purge",
                        "recent",
                        "refused-authentications",
                        "resolver",
                        "revoked-token-purge",
                        "revoked-tokens",
                        "signing-keys",
                        "standing",
                        "sweep",
                        "times-of-words");
        for (String name : OURS) {
            JsonNode job = job(name);
            assertThat(job.get("status").asText()).isEqualTo("ok");
            assertThat(job.get("failures").asLong()).isZero();
            assertThat(job.has("error")).isFalse();
            Instant before = Instant.parse(job.get("last_success").asText());
            await().atMost(SOON)
                    .until(() ->
                            Instant.parse(job(name).get("last_success").asText()).isAfter(before));
        }
        JsonNode underWay = job("last-words");
        assertThat(underWay.get("status").asText()).isEqualTo("waiting");
        assertThat(underWay.has("last_start")).isTrue();
        assertThat(underWay.has("last_success")).isFalse();
    }

    @Test
    void oneThatFailsIsShownWithoutWhatPostgresSays() {
        Sql.run(service, "ALTER TABLE claim_scan RENAME TO scan_of_claims");
        try {
            await().atMost(SOON).until(() -> status("resolver").equals("failing"));
            JsonNode failing = job("resolver");
            assertThat(failing.get("failures").asLong()).isPositive();
            assertThat(failing.get("error").asText()).isEqualTo("PSQLException");
            assertThat(health().body()).doesNotContain("claim_scan");
        } finally {
            Sql.run(service, "ALTER TABLE scan_of_claims RENAME TO claim_scan");
        }
        await().atMost(SOON).until(() -> status("resolver").equals("ok"));
        assertThat(job("resolver").get("failures").asLong()).isZero();
        assertThat(job("resolver").has("error")).isFalse();
    }

    @Test
    void theRunUnderWayAtTheEndStillHasPostgres() {
        LastWords job = service.bean(LastWords.class);
        await().atMost(SOON).until(job::isUnderWay);
        assertThat(job.isAnswered()).isFalse();
        assertThat(service.client().get("/v1/programs", "x").statusCode()).isEqualTo(401);
        service.restart();
        assertThat(job.isAnswered()).isTrue();
        assertThat(
                        Sql.number(
                                service,
                                "SELECT count(*) FROM audit_event WHERE outcome = 'malformed'"))
                .as("what was counted is written at the end")
                .isOne();
        await().atMost(SOON).until(JobsInServiceTest::haveAllRun);
    }

    private static boolean haveAllRun() {
        return OURS.stream().allMatch(name -> job(name).has("last_success"));
    }

    private static String status(String name) {
        return job(name).get("status").asText();
    }

    private static JsonNode job(String name) {
        for (JsonNode job : jobs()) {
            if (job.get("name").asText().equals(name)) {
                return job;
            }
        }
        throw new AssertionError("no job " + name + " in " + jobs());
    }

    private static JsonNode jobs() {
        HttpResponse<String> health = health();
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        Contract.get().check("GET", "/health", health);
        return Books.json(health.body()).get("jobs");
    }

    private static HttpResponse<String> health() {
        return service.client().get("/health");
    }
}
