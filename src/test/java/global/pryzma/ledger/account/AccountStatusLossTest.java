package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * What was done to an account is done once per key, also after Postgres has lost all it knew of it.
 */
@Execution(ExecutionMode.SAME_THREAD)
class AccountStatusLossTest {
    private static final String FROZEN = "{\"status\":\"frozen\"}";
    private static final String ACTIVE = "{\"status\":\"active\"}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String program;
    private String bank;
    private String path;

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
        path = "/v1/accounts/" + tenant.account(program, "consumer", "EUR");
    }

    @Test
    void aFreezeIsNotRepeated() {
        UUID key = UUID.randomUUID();
        ok(tenant.patch(path, key, FROZEN));
        forgetKeys();
        assertThat(ok(tenant.patch(path, key, FROZEN)).get("status").asText()).isEqualTo("frozen");
        forgetKeys();
        ok(tenant.patch(path, ACTIVE));
        assertThat(ok(tenant.patch(path, key, FROZEN)).get("status").asText())
                .as("it was frozen, once")
                .isEqualTo("frozen");
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void anActivationIsNotRepeatedAlthoughTheAccountIsFrozenAgain() {
        ok(tenant.patch(path, FROZEN));
        UUID key = UUID.randomUUID();
        ok(tenant.patch(path, key, ACTIVE));
        forgetKeys();
        ok(tenant.patch(path, key, ACTIVE));
        ok(tenant.patch(path, FROZEN));
        forgetKeys();
        assertThat(ok(tenant.patch(path, key, ACTIVE)).get("status").asText())
                .as("it was activated, once")
                .isEqualTo("active");
        assertThat(status()).isEqualTo("frozen");
    }

    @Test
    void aChangeOfWordsIsNotRepeatedAfterALaterOne() {
        UUID key = UUID.randomUUID();
        String first = "{\"name\":\"Ada\",\"metadata\":{\"a\":\"1\"}}";
        ok(tenant.patch(path, key, first));
        ok(tenant.patch(path, FROZEN));
        ok(tenant.patch(path, "{\"name\":\"Bea\"}"));
        Sql.run(
                service,
                "UPDATE account SET metadata = NULL, metadata_as_of_nanos = NULL WHERE id = ?",
                uuid());
        forgetKeys();
        assertReused(tenant.patch(path, key, "{\"name\":\"Ada\"}"));
        assertReused(tenant.delete(path, key));
        assertReused(tenant.post("/v1/transfers", key, transferJson(bank, id(), "1")));
        assertThat(ok(tenant.patch(path, key, first)).get("name").asText())
                .as("it was done, once")
                .isEqualTo("Ada");
        assertThat(ok(tenant.get(path)).get("name").asText()).isEqualTo("Bea");
        assertThat(ok(tenant.get(path)).get("metadata").get("a").asText())
                .as("what was lost, and not changed since")
                .isEqualTo("1");
    }

    @Test
    void aClosingIsNotRepeated() {
        created(tenant.post("/v1/transfers", transferJson(bank, id(), "5")));
        created(tenant.post("/v1/transfers", transferJson(id(), bank, "5")));
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = tenant.delete(path, key);
        ok(first);
        forgetKeys();
        Sql.run(service, "UPDATE account SET closed_at_nanos = NULL WHERE id = ?", uuid());
        HttpResponse<String> again = tenant.delete(path, key);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(status()).isEqualTo("closed");
    }

    @Test
    void aRefusalStaysOneAlthoughTheReasonIsGone() {
        created(tenant.post("/v1/transfers", transferJson(bank, id(), "5")));
        UUID key = UUID.randomUUID();
        assertError(tenant.delete(path, key), 409, "conflict");
        forgetKeys();
        created(tenant.post("/v1/transfers", transferJson(id(), bank, "5")));
        assertError(tenant.delete(path, key), 422, "transfer_rejected");
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void anotherUseOfTheKeyIsRefusedByTheLedger() {
        UUID freeze = UUID.randomUUID();
        ok(tenant.patch(path, freeze, FROZEN));
        UUID activate = UUID.randomUUID();
        ok(tenant.patch(path, activate, ACTIVE));
        forgetKeys();
        assertReused(tenant.patch(path, freeze, "{\"status\":\"frozen\",\"name\":\"x\"}"));
        assertReused(tenant.patch(path, freeze, ACTIVE));
        assertReused(tenant.delete(path, freeze));
        assertReused(tenant.patch(path, activate, FROZEN));
        assertReused(tenant.post("/v1/transfers", freeze, transferJson(bank, id(), "1")));
        assertThat(status()).isEqualTo("active");
        UUID close = UUID.randomUUID();
        ok(tenant.delete(path, close));
        forgetKeys();
        assertReused(tenant.patch(path, close, FROZEN));
        assertReused(tenant.patch(path, close, ACTIVE));
        assertReused(tenant.post("/v1/transfers", close, transferJson(bank, id(), "1")));
        // Also where the ledger is not asked for a plan, but for a key that is to be refused.
        String nobody = UUID.randomUUID().toString();
        assertReused(tenant.post("/v1/transfers", close, transferJson(bank, nobody, "1")));
    }

    @Test
    void anAccountThatHasBeenClosedSinceIsNotOpenedAgain() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> opened =
                tenant.post("/v1/accounts", key, accountJson(program, "consumer", "EUR"));
        UUID id = UUID.fromString(created(opened).get("id").asText());
        ok(tenant.delete("/v1/accounts/" + id));
        forgetKeys();
        Sql.run(service, "DELETE FROM account WHERE id = ?", id);
        HttpResponse<String> again =
                tenant.post("/v1/accounts", key, accountJson(program, "consumer", "EUR"));
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(opened.body());
        assertError(
                tenant.post("/v1/transfers", transferJson(bank, id.toString(), "1")),
                409,
                "conflict");
    }

    private static void assertReused(HttpResponse<String> response) {
        assertError(response, 422, "idempotency_key_reused");
    }

    private void forgetKeys() {
        Sql.run(
                service,
                "DELETE FROM idempotency_key WHERE organisation_id = ?",
                tenant.organisation());
    }

    private String status() {
        return ok(tenant.get(path)).get("status").asText();
    }

    private String id() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private UUID uuid() {
        return UUID.fromString(id());
    }
}
