package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An instance is killed in an outage, and another one tells when that ended for the first. */
class AvailabilityAfterKillTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatItLeftOpenEndedWithItsLastHeartbeat(@TempDir Path folder) {
        try (PostgresProcess postgres = new PostgresProcess(folder.resolve("server")).start();
                ServiceProcess service = new ServiceProcess(folder)) {
            service.with(postgres.properties())
                    .with("pryzma.ledger.embedded", "true")
                    .with("pryzma.demo.enabled", "true")
                    .with("pryzma.ledger.heartbeat-interval", "200ms")
                    .start();
            String token = DemoCredential.of(service.dataFolder()).token(service.client());
            service.client().post("/embedded/ledger/stop", token, UUID.randomUUID(), "");
            await().atMost(SOON)
                    .until(() ->
                            number(
                                            postgres,
                                            "SELECT count(*) FROM availability_period p JOIN"
                                                + " service_instance i ON i.id = p.instance_id"
                                                + " WHERE component = 'transfers' AND status ="
                                                + " 'unavailable' AND to_at IS NULL AND last_seen >"
                                                + " from_at")
                                    == 1);
            service.kill();
            long lastSeen =
                    number(
                            postgres,
                            "SELECT 1000000 * extract(epoch FROM last_seen) FROM service_instance");

            service.start();
            String again = DemoCredential.of(service.dataFolder()).token(service.client());
            await().atMost(SOON)
                    .untilAsserted(() -> {
                        List<JsonNode> cut = new ArrayList<>();
                        JsonNode told =
                                Tenant.ok(service.client().get("/v1/ledger/availability", again));
                        for (JsonNode period : told.get("periods")) {
                            if (period.get("status").asText().equals("unavailable")
                                    && period.get("component").asText().equals("transfers")
                                    && !period.get("instance").asText().equals(self(told))) {
                                cut.add(period);
                            }
                        }
                        assertThat(cut).hasSize(1);
                        assertThat(cut.getFirst().path("to").asText("goes on"))
                                .isEqualTo(Instant.EPOCH.plusNanos(lastSeen * 1000).toString());
                        assertThat(told.get("status").asText()).isEqualTo("available");
                    });
            JsonNode incident = Tenant.ok(service.client().get("/status.json")).at("/incidents/0");
            assertThat(incident.get("cause").asText()).isEqualTo("ledger_silent");
            assertThat(Instant.parse(incident.get("to").asText()))
                    .as("and nobody was there until the next one began")
                    .isAfter(Instant.EPOCH.plusNanos(lastSeen * 1000));

            service.terminate();
            assertThat(
                            number(
                                    postgres,
                                    "SELECT count(*) FROM service_instance WHERE stopped_at IS NOT"
                                            + " NULL"))
                    .as("the second one has ended in order")
                    .isEqualTo(1);
            assertThat(
                            number(
                                    postgres,
                                    "SELECT count(*) FROM availability_period p JOIN"
                                        + " service_instance i ON i.id = p.instance_id WHERE to_at"
                                        + " IS NULL AND stopped_at IS NOT NULL"))
                    .isZero();
        }
    }

    private static String self(JsonNode told) {
        for (JsonNode instance : told.get("instances")) {
            if (instance.get("answers").asBoolean()) {
                return instance.get("id").asText();
            }
        }
        throw new AssertionError("nobody answers: " + told);
    }

    private static long number(PostgresProcess postgres, String sql) {
        return Sql.number(postgres.url(), sql);
    }
}
