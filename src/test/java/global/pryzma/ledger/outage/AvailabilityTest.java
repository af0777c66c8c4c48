package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TcpProxy;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What is told of the service's availability, by the service that goes through it. */
class AvailabilityTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Quick to notice that the ledger is away. */
    private static final Map<String, Object> QUICK =
            Map.of(
                    "pryzma.ledger.attempt-timeout", "300ms",
                    "pryzma.ledger.heartbeat-interval", "200ms",
                    "pryzma.ledger.replacement-interval", "300ms",
                    "pryzma.ledger.replacement-interval-max", "300ms",
                    "pryzma.availability.purge-interval", "200ms");

    private static ServiceUnderTest service;
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(QUICK);
        tenant = new Tenant(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void anOutageIsSeenEverywhereAndBecomesAnIncident() {
        awaitStatus(service, "available");
        int before = status(service).get("incidents").size();
        service.stopLedger();
        try {
            awaitStatus(service, "unavailable");
            // The other lane may have been the first to notice.
            await().atMost(SOON)
                    .until(() ->
                            part(status(service), "transfers")
                                    .get("status")
                                    .asText()
                                    .equals("unavailable"));
            JsonNode now = status(service);
            assertThat(now.at("/incidents/0/cause").asText()).isEqualTo("ledger_silent");
            assertThat(now.at("/incidents/0/to").isMissingNode()).as("it goes on").isTrue();
            assertThat(now.get("postgres").asText()).isEqualTo("up");
            assertThat(part(now, "transfers").get("status").asText()).isEqualTo("unavailable");
            assertThat(now.at("/instances/available").asInt()).isZero();
            await().atMost(SOON)
                    .untilAsserted(() -> {
                        JsonNode health = Tenant.json(service.client().get("/health"));
                        assertThat(health.get("status").asText()).isEqualTo("degraded");
                        assertThat(health.at("/ledger/status").asText()).isEqualTo("unavailable");
                        assertThat(part(availability(""), "transfers").get("circuit").asText())
                                .isIn("open", "half_open");
                    });
            assertThat(page(service).body())
                    .contains("Unavailable", "the ledger does not answer", "goes on");
        } finally {
            service.startLedger();
        }
        awaitStatus(service, "available");
        JsonNode after = status(service);
        assertThat(after.get("incidents").size()).isGreaterThan(before);
        JsonNode incident = after.at("/incidents/0");
        assertThat(incident.get("status").asText()).isEqualTo("unavailable");
        assertThat(instant(incident, "to")).isAfter(instant(incident, "from"));
        assertThat(Double.parseDouble(after.at("/uptime/24h").asText())).isLessThan(100);
        assertThat(Tenant.json(service.client().get("/health")).get("status").asText())
                .isEqualTo("up");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        Sql.number(
                                                service,
                                                "SELECT count(*) FROM availability_period WHERE"
                                                        + " component = 'transfers' AND status ="
                                                        + " 'unavailable' AND to_at > from_at"))
                                .isPositive());
        List<String> seen = new ArrayList<>();
        JsonNode previous = null;
        JsonNode told = availability("");
        for (JsonNode period : told.get("periods")) {
            if (period.get("component").asText().equals("transfers")
                    && period.get("instance").asText().equals(self(told))) {
                seen.add(period.get("status").asText());
                if (previous != null) {
                    assertThat(period.get("to")).isEqualTo(previous.get("from"));
                }
                previous = period;
            }
        }
        assertThat(seen).startsWith("available", "unavailable", "degraded", "available");
    }

    @Test
    void thePublicPagesAreForEverybodyAndTellNothingOfAnybody() throws Exception {
        tenant.program();
        HttpResponse<String> page = page(service);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("script");
        assertThat(page.body())
                .contains("<html lang=\"en\">", "name=\"viewport\"", "prefers-color-scheme:dark")
                .doesNotContain("<script", "style=\"", "http://", "https://");
        HttpResponse<String> json = service.client().get("/status.json");
        for (String body : List.of(page.body(), json.body())) {
            assertThat(body)
                    .doesNotContainPattern("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-")
                    .doesNotContainPattern("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+")
                    .doesNotContain("localhost", "jdbc", "exception");
        }
        assertThat(Tenant.json(json).get("days")).hasSize(90);
        // The style that the policy allows is the one that is there.
        String style =
                page.body()
                        .substring(
                                page.body().indexOf("<style>") + 7,
                                page.body().indexOf("</style>"));
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }

    @Test
    void anInstanceThatAloneCantReachTheLedgerShowsAsThat() {
        ClusterEndpoints cluster = service.bean(ClusterEndpoints.class);
        try (TcpProxy wire = TcpProxy.to(cluster.addresses().getFirst())) {
            Map<String, Object> more = new HashMap<>(QUICK);
            more.put("pryzma.ledger.addresses", wire.address());
            more.put("pryzma.status.enabled", false);
            try (ServiceUnderTest second = service.beside(more)) {
                assertThat(second.client().get("/status").statusCode()).as("closed").isEqualTo(404);
                assertThat(second.client().get("/status.json").body())
                        .isEqualTo("{\"error\":\"route_not_found\"}");
                awaitInstances(2, 2);
                wire.cut();
                awaitInstances(2, 1);
                awaitStatus(service, "available");
                String self = self(availability(""));
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(instancesThatSaw("unavailable", "goes on"))
                                        .hasSize(1)
                                        .doesNotContain(self));
                wire.mend();
                awaitInstances(2, 2);
            }
            awaitInstances(1, 1);
        }
    }

    @Test
    void whatIsOlderThanAYearIsDeleted() {
        UUID old = UUID.randomUUID();
        for (String[] times : new String[][] {{"400 days", "366 days"}, {"399 days", "364 days"}}) {
            Sql.run(
                    service,
                    "INSERT INTO availability_period VALUES ('%s', 'queries', %s, 'unavailable',"
                                    .formatted(old, times[0].substring(0, 3))
                            + " 'ledger_silent', now() - interval '%s', now() - interval '%s')"
                                    .formatted(times[0], times[1]));
        }
        Sql.run(
                service,
                "INSERT INTO service_instance VALUES ('%s', '1', now() - interval '500 days',"
                                .formatted(old)
                        + " now() - interval '366 days')");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(count("availability_period WHERE instance_id = '" + old + "'"))
                            .isEqualTo(1);
                    assertThat(count("service_instance WHERE id = '" + old + "'")).isZero();
                });
        Sql.run(service, "DELETE FROM availability_period WHERE instance_id = '" + old + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?from=2026-03-14",
                "?from=2026-02-30T00:00:00Z",
                "?from=99999-01-01T00:00:00Z",
                "?from=2026-03-14T00:00:00Z&to=2026-03-14T00:00:00Z",
                "?to=2026-03-14T00:00:00Z&to=2026-03-15T00:00:00Z",
                "?from=2999-03-14T00:00:00Z",
                "?limit=5",
                "?=",
            })
    void aTimeThatIsNoneIsRefused(String query) {
        HttpResponse<String> response = tenant.get("/v1/ledger/availability" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_parameter\"}");
    }

    @Test
    void itIsForOperators() {
        String token = tenant.token(Scope.TRANSFERS_READ, Scope.TRANSFERS_WRITE);
        assertThat(service.client().get("/v1/ledger/availability", token).statusCode())
                .isEqualTo(403);
        assertThat(service.client().get("/v1/ledger/availability").statusCode()).isEqualTo(401);
    }

    @Test
    void aTimeInThePastHasThePeriodsThatWentOnThen() {
        UUID old = UUID.randomUUID();
        Sql.run(
                service,
                "INSERT INTO service_instance VALUES ('%s', '1', '2026-01-01', '2026-01-31')"
                        .formatted(old));
        Sql.run(
                service,
                ("INSERT INTO availability_period VALUES ('%1$s', 'queries', 1, 'available',"
                                + " NULL, '2026-01-01', '2026-01-10'), ('%1$s', 'queries', 2,"
                                + " 'degraded', 'ledger_silent', '2026-01-10', '2026-01-11'),"
                                + " ('%1$s', 'queries', 3, 'available', NULL, '2026-01-11', NULL)")
                        .formatted(old));
        assertThat(statuses("?from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z"))
                .containsExactly("available");
        assertThat(statuses("?from=2026-01-10T12:00:00Z&to=2026-01-12T00:00:00%2B00:00"))
                .containsExactly("available", "degraded");
        JsonNode open =
                availability("?from=2026-01-12T00:00:00Z&to=2026-01-13T00:00:00Z").at("/periods/0");
        assertThat(instant(open, "to"))
                .as("what a dead instance left open ended with it")
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(statuses("?from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z")).isEmpty();
        Sql.run(service, "DELETE FROM service_instance WHERE id = '" + old + "'");
        Sql.run(service, "DELETE FROM availability_period WHERE instance_id = '" + old + "'");
    }

    private static List<String> statuses(String query) {
        List<String> statuses = new ArrayList<>();
        availability(query).get("periods").forEach(it -> statuses.add(it.get("status").asText()));
        return statuses;
    }

    private static Set<String> instancesThatSaw(String status, String end) {
        Set<String> instances = new TreeSet<>();
        for (JsonNode period : availability("").get("periods")) {
            if (period.get("status").asText().equals(status)
                    && period.has("to") != end.equals("goes on")) {
                instances.add(period.get("instance").asText());
            }
        }
        return instances;
    }

    private static String self(JsonNode availability) {
        for (JsonNode instance : availability.get("instances")) {
            if (instance.get("answers").asBoolean()) {
                return instance.get("id").asText();
            }
        }
        throw new AssertionError("nobody answers: " + availability);
    }

    private static void awaitInstances(int live, int available) {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    JsonNode instances = status(service).get("instances");
                    assertThat(instances.get("live").asInt()).isEqualTo(live);
                    assertThat(instances.get("available").asInt()).isEqualTo(available);
                });
    }

    private static void awaitStatus(ServiceUnderTest service, String status) {
        await().atMost(SOON).until(() -> status(service).get("status").asText().equals(status));
    }

    private static JsonNode status(ServiceUnderTest service) {
        HttpResponse<String> response = service.client().get("/status.json");
        Contract.get().check("GET", "/status.json", response);
        return Tenant.ok(response);
    }

    private static HttpResponse<String> page(ServiceUnderTest service) {
        return service.client().get("/status");
    }

    private static JsonNode availability(String query) {
        return Tenant.ok(tenant.get("/v1/ledger/availability" + query));
    }

    private static JsonNode part(JsonNode status, String component) {
        for (JsonNode part : status.get("components")) {
            if (part.get("component").asText().equals(component)) {
                return part;
            }
        }
        throw new AssertionError(component + " is not in " + status);
    }

    private static Instant instant(JsonNode node, String name) {
        return Instant.parse(node.get(name).asText());
    }

    private static long count(String from) {
        return Sql.number(service, "SELECT count(*) FROM " + from);
    }
}
