package global.pryzma.ledger.program;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * What holds of the keys of programs while the ledger is away. What programs have left of their
 * keys is in Postgres, and holds; what others have left is in the ledger, and can't be asked for.
 */
class KeysWithoutLedgerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WALLETS = "{\"name\":\"Wallets\"}";

    private static ServiceUnderTest service;

    private Tenant tenant;
    private String bank;
    private String account;
    private final UUID key = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(Map.of("pryzma.deadline", "5s"));
        StoredClaims.keepAll(Sql.url(service));
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void open() {
        tenant = new Tenant(service);
        String program = tenant.program();
        await().atMost(PATIENCE)
                .until(() -> tenant.get("/v1/accounts").statusCode(), status -> status == 200);
        bank = account(program, "settlement");
        account = account(program, "consumer");
    }

    /** After an outage a client may have to try more than once. */
    private String account(String program, String type) {
        UUID its = UUID.randomUUID();
        String json = Tenant.accountJson(program, type, "EUR");
        return created(
                        await().atMost(PATIENCE)
                                .until(
                                        () -> tenant.post("/v1/accounts", its, json),
                                        it -> it.statusCode() == 201))
                .get("id")
                .asText();
    }

    @Test
    void aCancelledKeyCreatesNothing() {
        ok(tenant.delete("/v1/idempotency-keys/" + key));
        forget();
        whileTheLedgerIsAway(() -> {
            assertError(create(), 409, "request_cancelled");
            assertError(transfer(), 409, "request_cancelled");
        });
        assertError(create(), 409, "request_cancelled");
    }

    @Test
    void aCreationIsCancelledForEver() {
        created(create());
        loseProgram();
        whileTheLedgerIsAway(() -> {
            JsonNode cancelled = ok(tenant.delete("/v1/idempotency-keys/" + key));
            assertThat(cancelled.at("/response/status").asInt()).isEqualTo(409);
            assertError(create(), 409, "request_cancelled");
            forget();
            assertError(create(), 409, "request_cancelled");
        });
        assertError(create(), 409, "request_cancelled");
        assertError(transfer(), 422, "idempotency_key_reused");
    }

    @Test
    void aKeyThatHasMovedMoneyCreatesNothing() {
        created(transfer());
        forget();
        assertError(create(), 422, "idempotency_key_reused");
    }

    /** A gap, and what holds in it. */
    @Test
    void aKeyThatHasMovedMoneyIsNotKnownMeanwhileAndMovesNoneAgain() {
        created(transfer());
        whileTheLedgerIsAway(() -> {
            assertError(create(), 422, "idempotency_key_reused");
            forget();
            created(create());
        });
        assertError(transfer(), 422, "idempotency_key_reused");
        forget();
        assertError(transfer(), 422, "idempotency_key_reused");
        created(create());
        assertThat(ok(tenant.get("/v1/accounts/" + account)).at("/balances/posted").asText())
                .isEqualTo("5");
    }

    @Test
    void whatIsRecordedIsReplayed() {
        HttpResponse<String> first = create();
        created(first);
        whileTheLedgerIsAway(() -> {
            HttpResponse<String> again = create();
            assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
        });
    }

    private void whileTheLedgerIsAway(Runnable requests) {
        service.stopLedger();
        try {
            requests.run();
        } finally {
            service.startLedger();
        }
        String path = "/v1/accounts/" + account;
        await().atMost(PATIENCE).until(() -> tenant.get(path).statusCode() == 200);
    }

    private HttpResponse<String> create() {
        return tenant.post("/v1/programs", key, WALLETS);
    }

    private HttpResponse<String> transfer() {
        return tenant.post("/v1/transfers", key, Tenant.transferJson(bank, account, "5"));
    }

    /** As if its instance had died after the claim. */
    private void loseProgram() {
        Sql.run(
                service,
                "DELETE FROM key_trace t USING program p WHERE p.id = t.id"
                        + " AND p.organisation_id = ? AND p.sequence = (SELECT max(sequence)"
                        + " FROM program WHERE organisation_id = p.organisation_id)",
                tenant.organisation());
        StoredClaims.loseResponse(Sql.url(service), key);
    }

    /** As the purge does. */
    private void forget() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }
}
