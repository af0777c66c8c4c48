package global.pryzma.ledger.promises;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/**
 * A request that was refused because something is not there can't be carried out once it is: ids
 * are derived, so that a client knows the id of what it is still to make, and a copy of the request
 * may be under way for as long as that takes.
 */
@Execution(ExecutionMode.SAME_THREAD)
class MissingAccountTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final UUID key = UUID.randomUUID();
    private final UUID openingKey = UUID.randomUUID();
    private final String missing = derived(openingKey);
    private String program;
    private String bank;

    @BeforeEach
    void open() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aTransferThatNamesIt(boolean debited) {
        String json = Tenant.transferJson(debited ? missing : bank, debited ? bank : missing, "5");
        HttpResponse<String> refused = tenant.post("/v1/transfers", key, json);
        assertError(refused, 404, "not_found");
        openMissing("external");
        assertReplayed(tenant.post("/v1/transfers", key, json), refused);
        forget();
        assertError(tenant.post("/v1/transfers", key, json), 422, "transfer_rejected");
        forget();
        assertError(
                tenant.post("/v1/transfers", key, Tenant.transferJson(bank, missing, "7")),
                422,
                "transfer_rejected");
        assertThat(transfersOfMissing()).isEmpty();
        created(tenant.post("/v1/transfers", json));
    }

    @Test
    void aChangeOfIt() {
        String path = "/v1/accounts/" + missing;
        String json = "{\"status\":\"frozen\"}";
        HttpResponse<String> refused = tenant.patch(path, key, json);
        assertError(refused, 404, "not_found");
        openMissing("consumer");
        assertReplayed(tenant.patch(path, key, json), refused);
        forget();
        assertError(tenant.patch(path, key, json), 422, "transfer_rejected");
        assertThat(ok(tenant.get(path)).get("status").asText()).isEqualTo("active");
    }

    @Test
    void otherWordsForATransferThatIsNotThere() {
        UUID transferKey = UUID.randomUUID();
        String path = "/v1/transfers/" + derived(transferKey);
        String json = "{\"description\":\"d\"}";
        HttpResponse<String> refused = tenant.patch(path, key, json);
        assertError(refused, 404, "not_found");
        openMissing("consumer");
        String transfer = Tenant.transferJson(bank, missing, "5");
        created(tenant.post("/v1/transfers", transferKey, transfer));
        assertReplayed(tenant.patch(path, key, json), refused);
        forget();
        assertError(tenant.patch(path, key, json), 422, "transfer_rejected");
        assertThat(ok(tenant.get(path)).has("description")).isFalse();
        ok(tenant.patch(path, json));
    }

    @Test
    void itsClosing() {
        String path = "/v1/accounts/" + missing;
        HttpResponse<String> refused = tenant.delete(path, key);
        assertError(refused, 404, "not_found");
        openMissing("consumer");
        assertReplayed(tenant.delete(path, key), refused);
        forget();
        assertError(tenant.delete(path, key), 422, "transfer_rejected");
        assertThat(ok(tenant.get(path)).get("status").asText()).isEqualTo("active");
    }

    @Test
    void anAccountOfAProgramThatIsNotThere() {
        UUID programKey = UUID.randomUUID();
        String json = Tenant.accountJson(derived(programKey), "consumer", "EUR");
        HttpResponse<String> refused = tenant.post("/v1/accounts", key, json);
        assertError(refused, 404, "not_found");
        created(tenant.post("/v1/programs", programKey, "{\"name\":\"Late\"}"));
        assertReplayed(tenant.post("/v1/accounts", key, json), refused);
        forget();
        assertError(tenant.post("/v1/accounts", key, json), 409, "request_cancelled");
        forget();
        String transfer = Tenant.transferJson(bank, tenant.account(program, "fee", "EUR"), "1");
        assertError(tenant.post("/v1/transfers", key, transfer), 409, "request_cancelled");
        created(tenant.post("/v1/accounts", json));
    }

    /** Currencies come too. */
    @Test
    void anAccountOrAProgramInACurrencyThatIsNotThere() {
        String currency = "X" + UUID.randomUUID().toString().substring(24).toUpperCase();
        String account = Tenant.accountJson(program, "consumer", currency);
        String json = "{\"name\":\"Private\",\"currencies\":[\"%s\"]}".formatted(currency);
        UUID programKey = UUID.randomUUID();
        HttpResponse<String> noAccount = tenant.post("/v1/accounts", key, account);
        HttpResponse<String> noProgram = tenant.post("/v1/programs", programKey, json);
        assertError(noAccount, 400, "invalid_body");
        assertError(noProgram, 400, "invalid_body");
        String currencyJson = "{\"code\":\"%s\",\"exponent\":2}".formatted(currency);
        created(tenant.post("/v1/currencies", currencyJson));
        assertReplayed(tenant.post("/v1/accounts", key, account), noAccount);
        assertReplayed(tenant.post("/v1/programs", programKey, json), noProgram);
        forget();
        forget(programKey);
        assertError(tenant.post("/v1/accounts", key, account), 409, "request_cancelled");
        assertError(tenant.post("/v1/programs", programKey, json), 409, "request_cancelled");
        created(tenant.post("/v1/accounts", account));
    }

    @Test
    void theKeyOfSomethingElseIsReused() {
        UUID used = UUID.randomUUID();
        String other = tenant.account(program, "consumer", "EUR");
        created(tenant.post("/v1/transfers", used, Tenant.transferJson(bank, other, "5")));
        String json = Tenant.transferJson(bank, missing, "5");
        assertError(tenant.post("/v1/transfers", used, json), 422, "idempotency_key_reused");
        forget(used);
        assertError(tenant.post("/v1/transfers", used, json), 422, "idempotency_key_reused");
        openMissing("consumer");
        forget(openingKey);
        assertError(
                tenant.delete("/v1/accounts/" + UUID.randomUUID(), openingKey),
                422,
                "idempotency_key_reused");
        UUID traced = UUID.randomUUID();
        created(tenant.post("/v1/programs", traced, "{\"name\":\"Traced\"}"));
        forget(traced);
        assertError(
                tenant.delete("/v1/accounts/" + UUID.randomUUID(), traced),
                422,
                "idempotency_key_reused");
    }

    /** Whoever comes first; and what was said once is said for ever. */
    @RepeatedTest(10)
    void whileItIsBeingOpened() throws Exception {
        String json = Tenant.transferJson(bank, missing, "5");
        List<HttpResponse<String>> responses =
                AtOnce.send(
                        4,
                        number ->
                                number == 0
                                        ? tenant.post(
                                                "/v1/accounts",
                                                openingKey,
                                                Tenant.accountJson(program, "consumer", "EUR"))
                                        : tenant.post("/v1/transfers", key, json));
        created(responses.getFirst());
        HttpResponse<String> last = tenant.post("/v1/transfers", key, json);
        assertThat(last.statusCode()).isIn(201, 404, 422);
        assertThat(responses.subList(1, responses.size()))
                .filteredOn(response -> response.statusCode() < 500)
                .allSatisfy(response -> assertThat(response.body()).isEqualTo(last.body()));
        assertThat(transfersOfMissing()).hasSize(last.statusCode() == 201 ? 1 : 0);
    }

    private void openMissing(String type) {
        String json = Tenant.accountJson(program, type, "EUR");
        assertThat(created(tenant.post("/v1/accounts", openingKey, json)).get("id").asText())
                .isEqualTo(missing);
    }

    private JsonNode transfersOfMissing() {
        return ok(tenant.get("/v1/accounts/" + missing + "/transfers")).get("data");
    }

    private String derived(UUID from) {
        return DerivedIds.of(tenant.organisation(), new IdempotencyKey(from)).id(0).toString();
    }

    private void forget() {
        forget(key);
    }

    /** As the purge does. */
    private void forget(UUID used) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", used)).isOne();
    }

    private static void assertReplayed(HttpResponse<String> again, HttpResponse<String> first) {
        assertThat(again.statusCode()).as(again.body()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
    }
}
