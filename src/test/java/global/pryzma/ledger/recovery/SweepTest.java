package global.pryzma.ledger.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Accounts that Postgres has lost are made again, whoever asks for them or nobody. */
@ResourceLock("log of the sweep")
class SweepTest {
    /** Runs all the time, and takes several steps for anything. */
    static final Map<String, Object> BUSY =
            Map.of(
                    "pryzma.sweep.interval", "50ms",
                    "pryzma.sweep.delay", "0s",
                    "pryzma.sweep.batch", 3);

    private static final Map<String, Object> WITHOUT_OVERLAP =
            Map.of(
                    "pryzma.sweep.interval", "50ms",
                    "pryzma.sweep.delay", "0s",
                    "pryzma.sweep.overlap", "0s");

    /** What an instance holds while it makes a step. */
    static final long LOCK = 0x5377_6565_704C_6467L;

    private static final Duration SOON = Duration.ofSeconds(30);

    private ServiceUnderTest service;
    private Tenant tenant;

    @BeforeEach
    void start() {
        start(BUSY);
    }

    private void start(Map<String, Object> properties) {
        service = ServiceUnderTest.start(properties);
        tenant = new Tenant(service);
        SweepMarks.setToGenesis(service);
    }

    @AfterEach
    void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @Test
    void lostAccountsAreMadeAgainAndTheirWordsComeWithARetry() {
        String program = tenant.program();
        UUID key = UUID.randomUUID();
        String json = named(program);
        HttpResponse<String> opened = tenant.post("/v1/accounts", key, json);
        String ada = Tenant.created(opened).get("id").asText();
        String settlement = tenant.account(program, "settlement", "EUR");
        List<String> others = open(program, 8);
        Tenant.created(tenant.post("/v1/transfers", Tenant.transferJson(settlement, ada, "5")));
        JsonNode before = accounts();
        awaitSweptUntil(before.get(0).get("created_at").asText());

        Sql.run(service, "TRUNCATE account, account_place, account_place_count, idempotency_key");
        await().atMost(SOON).until(() -> accounts().size() == 10);
        assertThat(Sql.number(service, "SELECT sum(taken) FROM account_place_count"))
                .as("their places are taken again")
                .isEqualTo(Sql.number(service, "SELECT count(*) FROM account_place"))
                .isEqualTo(10);
        JsonNode after = accounts();
        assertThat(after.findValuesAsText("id")).isEqualTo(before.findValuesAsText("id"));
        assertThat(after.findValuesAsText("created_at"))
                .isEqualTo(before.findValuesAsText("created_at"));
        assertThat(after.findValues("name")).as("only Postgres had it").isEmpty();

        HttpResponse<String> again = tenant.post("/v1/accounts", key, json);
        assertThat(again.body()).isEqualTo(opened.body());
        assertThat(accounts()).isEqualTo(before);

        service.restart(); // nothing is remembered
        Tenant.created(tenant.post("/v1/transfers", Tenant.transferJson(ada, others.get(5), "5")));
        JsonNode orphans = Tenant.ok(tenant.get("/v1/ledger/orphans?limit=100"));
        assertThat(orphans.get("data"))
                .noneMatch(orphan ->
                        service.ledgerNumbers().has(orphan.get("ledger_number").asLong()));

        // Who asks before the sweep has been there reads the whole past as well.
        Sql.run(service, "DELETE FROM account WHERE id = ?", UUID.fromString(settlement));
        String past = "/v1/accounts/" + settlement;
        JsonNode entry = Tenant.ok(tenant.get(past + "/entries")).at("/data/0");
        assertThat(entry.get("posted_after").asText()).isEqualTo("5");
        String at = entry.get("created_at").asText();
        assertThat(Tenant.ok(tenant.get(past + "/balance?at=" + at)).get("as_of").asText())
                .isEqualTo(at);
    }

    @Test
    void aClosedAccountIsMadeAgainAsClosedAndAFrozenOneAsFrozen() {
        String program = tenant.program();
        List<String> opened = open(program, 4);
        Tenant.ok(tenant.delete("/v1/accounts/" + opened.get(0)));
        Tenant.ok(tenant.patch("/v1/accounts/" + opened.get(1), "{\"status\":\"frozen\"}"));
        Tenant.ok(tenant.delete("/v1/accounts/" + opened.get(2)));
        JsonNode before = accounts();

        Sql.run(service, "DELETE FROM account WHERE id <> ?", UUID.fromString(opened.get(2)));
        Sql.run(service, "UPDATE account SET closed_at_nanos = NULL");
        SweepMarks.setToGenesis(service);
        await().atMost(SOON).until(() -> accounts().equals(before));
        assertThat(before.findValuesAsText("status"))
                .containsExactly("active", "closed", "frozen", "closed");
    }

    @Test
    void wordsThatAreThereStay() {
        String program = tenant.program();
        UUID key = UUID.randomUUID();
        HttpResponse<String> opened = tenant.post("/v1/accounts", key, named(program));
        Sql.run(service, "UPDATE account SET name = 'Eve'");
        Sql.run(service, "TRUNCATE idempotency_key");
        assertThat(tenant.post("/v1/accounts", key, named(program)).body())
                .isEqualTo(opened.body());
        assertThat(accounts().get(0).get("name").asText()).isEqualTo("Eve");
    }

    @Test
    void wordsThatWereRemovedStayAway() {
        String program = tenant.program();
        String json = named(program).replace("}", ",\"metadata\":{\"floor\":\"3\"}}");
        UUID nameless = UUID.randomUUID();
        UUID bare = UUID.randomUUID();
        String pathOfNameless = "/v1/accounts/" + id(tenant.post("/v1/accounts", nameless, json));
        String pathOfBare = "/v1/accounts/" + id(tenant.post("/v1/accounts", bare, json));
        awaitSweptUntil(accounts().get(0).get("created_at").asText());
        Sql.run(service, "TRUNCATE account");
        await().atMost(SOON).until(() -> accounts().size() == 2);

        Tenant.ok(tenant.patch(pathOfNameless, "{\"name\":null}"));
        Tenant.ok(tenant.patch(pathOfBare, "{\"metadata\":null}"));
        Sql.run(service, "TRUNCATE idempotency_key");
        Tenant.created(tenant.post("/v1/accounts", nameless, json));
        Tenant.created(tenant.post("/v1/accounts", bare, json));
        JsonNode first = Tenant.ok(tenant.get(pathOfNameless));
        assertThat(first.has("name")).isFalse();
        assertThat(first.at("/metadata/floor").asText()).isEqualTo("3");
        JsonNode second = Tenant.ok(tenant.get(pathOfBare));
        assertThat(second.get("name").asText()).isEqualTo("Ada");
        assertThat(second.at("/metadata/floor").isMissingNode()).isTrue();
    }

    private static String id(HttpResponse<String> opened) {
        return Tenant.created(opened).get("id").asText();
    }

    @Test
    void aLedgerNumberThatTheInstanceRemembersIsMadeAgain() {
        String account = tenant.account(tenant.program(), "consumer", "EUR");
        Sql.run(service, "TRUNCATE ledger_number, account");
        await().atMost(SOON)
                .until(() -> Sql.number(service, "SELECT count(*) FROM ledger_number") == 1);
        service.restart();
        Tenant.ok(tenant.get("/v1/accounts/" + account));
    }

    @Test
    void twoInstancesComeToTheSame() {
        String program = tenant.program();
        open(program, 20);
        JsonNode before = accounts();
        try (ServiceUnderTest second = service.beside(BUSY)) {
            for (int i = 0; i < 3; i++) {
                Sql.run(service, "TRUNCATE account");
                await().atMost(SOON).until(() -> accounts().equals(before));
            }
            assertThat(second.client().get("/health").statusCode()).isEqualTo(200);
        }
        Sql.run(service, "TRUNCATE account");
        await().atMost(SOON).until(() -> accounts().equals(before));
        awaitSweptUntil(before.get(0).get("created_at").asText());
    }

    @Test
    void anOutageOfTheLedgerHoldsItUpAndNoMore() {
        String program = tenant.program();
        open(program, 5);
        service.stopLedger();
        try {
            Sql.run(service, "TRUNCATE account");
        } finally {
            service.startLedger();
        }
        await().atMost(SOON).until(() -> accounts().size() == 5);
    }

    /** As after a failover, while the instance remembers where it was interrupted. */
    @Test
    void noStepBeginsAfterAMarkThatPostgresHasLost() throws Exception {
        startAnew(WITHOUT_OVERLAP);
        String program = tenant.program();
        open(program, 5);
        awaitSweptUntil(accounts().get(0).get("created_at").asText());
        service.stopLedger();
        try (Connection connection = Sql.connect(service);
                Statement statement = connection.createStatement()) {
            awaitARunThatIsInterrupted();
            // A step that waits for the ledger has it for as long.
            statement.execute("SET lock_timeout = 0; SET statement_timeout = 0");
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            service.startLedger();
            UUID key = UUID.randomUUID();
            String json = named(program);
            await().atMost(SOON)
                    .until(() -> tenant.post("/v1/accounts", key, json).statusCode() == 201);
            statement.execute("DELETE FROM account WHERE name IS NULL");
            statement.execute(
                    "UPDATE sweep SET accounts_until_nanos = " + SweepMarks.genesis(service));
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
        await().atMost(SOON).until(() -> accounts().size() == 6);
    }

    private void startAnew(Map<String, Object> properties) {
        stop();
        start(properties);
    }

    /** The second one that begins from now on has the whole run before it behind it. */
    private void awaitARunThatIsInterrupted() {
        for (int i = 0; i < 2; i++) {
            long before = lastBegun();
            await().atMost(SOON).until(() -> lastBegun() > before);
        }
    }

    private long lastBegun() {
        return Sql.number(
                service, "SELECT (1000000 * extract(epoch FROM swept_at))::bigint FROM sweep");
    }

    private static String named(String program) {
        return Tenant.accountJson(program, "consumer", "EUR").replace("}", ",\"name\":\"Ada\"}");
    }

    private List<String> open(String program, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(tenant.account(program, "consumer", "EUR"));
        }
        return ids;
    }

    private JsonNode accounts() {
        HttpResponse<String> page = tenant.get("/v1/accounts?limit=100");
        // The ledger may just be coming back.
        return page.statusCode() == 502 ? Tenant.json(page) : Tenant.ok(page).get("data");
    }

    private void awaitSweptUntil(String createdAt) {
        await().atMost(SOON)
                .until(() -> {
                    HttpResponse<String> health = service.client().get("/health");
                    Contract.get().check("GET", "/health", health);
                    JsonNode sweep = Tenant.ok(health).path("sweep");
                    return sweep.path("until").asText().compareTo(createdAt) >= 0
                            && sweep.has("finished_at")
                            && sweep.get("orphans").asLong() == orphansOfOthers();
                });
    }

    /** Those that the ledger has of other services, and always will. */
    private long orphansOfOthers() {
        return Sql.number(
                service,
                "SELECT count(*) FROM ledger_orphan WHERE ledger_number NOT BETWEEN ? AND ?",
                service.ledgerNumbers().first(),
                service.ledgerNumbers().last());
    }
}
