package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.process.PostgresProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What is told of the availability while Postgres, which keeps its history, is away itself. */
class PostgresAvailabilityTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** What an instance holds for a step of the sweep. */
    private static final long SWEEP_LOCK = 0x5377_6565_704C_6467L;

    @TempDir private static Path folder;

    private static PostgresProcess postgres;
    private static ServiceUnderTest service;

    @BeforeAll
    static void start() {
        postgres = new PostgresProcess(folder).start();
        Map<String, Object> properties = new HashMap<>(postgres.properties());
        properties.put("pryzma.ledger.heartbeat-interval", "200ms");
        properties.put("pryzma.sweep.interval", "200ms");
        properties.put("pryzma.availability.sweep-patience", "3s");
        service = ServiceUnderTest.start(properties);
    }

    @AfterEach
    void itIsAvailableAgain() {
        awaitStatus("status", "available");
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @Test
    void whatHappensMeanwhileIsToldAtOnceAndWrittenWithItsTimesAfterwards() {
        await().atMost(SOON).until(() -> count("service_instance") == 1);
        postgres.stop(PostgresProcess.Shutdown.FAST);
        try {
            awaitStatus("postgres", "unavailable");
            assertThat(status().get("status").asText()).isEqualTo("unavailable");
            service.stopLedger();
            awaitPart("transfers", "unavailable");
            service.startLedger();
            awaitPart("transfers", "available");
            JsonNode status = status();
            assertThat(status.get("status").asText()).isEqualTo("unavailable");
            assertThat(status.at("/incidents/0/cause").asText()).isEqualTo("postgres_unavailable");
            assertThat(service.client().get("/status").body())
                    .contains("Unavailable", "the database does not answer");
            assertThat(service.client().get("/health").statusCode()).isEqualTo(503);
        } finally {
            postgres.start();
        }
        await().atMost(SOON)
                .until(() ->
                        count(
                                        "availability_period l JOIN availability_period p ON"
                                                + " l.instance_id = p.instance_id AND l.component ="
                                                + " 'transfers' AND p.component = 'postgres' AND"
                                                + " l.status = 'unavailable' AND p.status ="
                                                + " 'unavailable' AND l.from_at > p.from_at AND"
                                                + " l.to_at < p.to_at")
                                == 1);
        assertThat(count("service_instance")).as("the same instance").isEqualTo(1);
    }

    @Test
    void aDatabaseThatCantBeWrittenIsAnIncidentThoughNobodyWrites() {
        Sql.run(postgres.url(), "ALTER SYSTEM SET default_transaction_read_only = on");
        Sql.number(postgres.url(), "SELECT pg_reload_conf()::int");
        try {
            awaitStatus("postgres", "read_only");
            assertThat(status().get("status").asText()).isEqualTo("unavailable");
            assertThat(status().at("/incidents/0/cause").asText()).isEqualTo("postgres_read_only");
        } finally {
            Sql.run(postgres.url(), "ALTER SYSTEM RESET default_transaction_read_only");
            Sql.number(postgres.url(), "SELECT pg_reload_conf()::int");
        }
    }

    @Test
    void aSweepThatStandsStillIsAnIncident() throws Exception {
        try (Connection other = postgres.connect()) {
            Sql.number(other, "SELECT 1 FROM pg_advisory_lock(" + SWEEP_LOCK + ")");
            awaitPart("sweep", "degraded");
            JsonNode status = status();
            assertThat(status.get("status").asText()).isEqualTo("degraded");
            assertThat(status.at("/incidents/0/cause").asText()).isEqualTo("sweep_stands");
            assertThat(Tenant.json(service.client().get("/health")).get("status").asText())
                    .isEqualTo("degraded");
        }
    }

    private static long count(String from) {
        try {
            return Sql.number(postgres.url(), "SELECT count(*) FROM " + from);
        } catch (AssertionError notYet) {
            return -1;
        }
    }

    private static JsonNode status() {
        return Tenant.ok(service.client().get("/status.json"));
    }

    private static void awaitStatus(String field, String value) {
        await().atMost(SOON).until(() -> status().get(field).asText().equals(value));
    }

    private static void awaitPart(String component, String value) {
        await().atMost(SOON)
                .until(() -> {
                    for (JsonNode part : status().get("components")) {
                        if (part.get("component").asText().equals(component)) {
                            return part.get("status").asText().equals(value);
                        }
                    }
                    return false;
                });
    }
}
