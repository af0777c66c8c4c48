package global.pryzma.ledger.program;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** {@code PATCH} of a program over HTTP: its words, and currencies that are only added to. */
@Execution(ExecutionMode.SAME_THREAD)
class UpdateProgramTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String program;
    private String path;

    @BeforeEach
    void create() {
        program =
                created(
                                tenant.post(
                                        "/v1/programs",
                                        "{\"name\":\"Wallets\",\"currencies\":[\"EUR\"],"
                                                + "\"metadata\":{\"a\":\"1\"}}"))
                        .get("id")
                        .asText();
        path = "/v1/programs/" + program;
    }

    @Test
    void wordsAreReplacedAndRemovedOneByOne() {
        JsonNode named = changed("{\"name\":\"Points \\uD83D\\uDE00\"}");
        assertThat(named.get("name").asText()).isEqualTo("Points \uD83D\uDE00");
        assertThat(named.at("/metadata/a").asText()).isEqualTo("1");
        assertThat(named.get("currencies").toString()).isEqualTo("[\"EUR\"]");
        assertThat(changed("{\"metadata\":{\"b\":\"2\"}}").get("metadata").toString())
                .isEqualTo("{\"b\":\"2\"}");
        JsonNode bare = changed("{\"metadata\":null}");
        assertThat(bare.has("metadata")).isFalse();
        assertThat(bare.get("name")).isEqualTo(named.get("name"));
        assertThat(ok(tenant.get("/v1/programs")).get("data")).containsExactly(bare);
    }

    @Test
    void anAccountInACurrencyThatIsAddedCanBeOpened() {
        String account = accountJson(program, "consumer", "USD");
        UUID key = UUID.randomUUID();
        HttpResponse<String> refused = tenant.post("/v1/accounts", key, account);
        assertError(refused, 400, "invalid_body");
        assertThat(changed("{\"currencies\":[\"USD\",\"EUR\"]}").get("currencies").toString())
                .isEqualTo("[\"EUR\",\"USD\"]");
        assertThat(tenant.post("/v1/accounts", key, account).body())
                .as("a refusal with a key is for ever")
                .isEqualTo(refused.body());
        created(tenant.post("/v1/accounts", account));
        assertError(
                tenant.post("/v1/accounts", accountJson(program, "consumer", "GBP")),
                400,
                "invalid_body");
        tenant.account(program, "consumer", "EUR");
    }

    @Test
    void noCurrencyIsTakenAway() {
        changed("{\"currencies\":[\"EUR\",\"GBP\",\"USD\"]}");
        JsonNode lost = tenant.problem("PATCH", path, "{\"currencies\":[\"GBP\",\"JPY\"]}");
        assertThat(lost.get("error").asText()).isEqualTo("conflict");
        assertThat(lost.get("detail").asText())
                .isEqualTo("currencies are only added to, and the list lacks EUR, USD");
        assertError(
                tenant.patch(path, "{\"name\":\"Half\",\"currencies\":[\"GBP\"]}"),
                409,
                "conflict");
        JsonNode same = changed("{\"currencies\":[\"EUR\",\"GBP\",\"USD\"]}");
        assertThat(same.get("name").asText()).as("all or nothing").isEqualTo("Wallets");
    }

    /** Its accounts may be in any already. */
    @Test
    void aProgramForAnyCurrencyStaysOne() {
        path = "/v1/programs/" + tenant.program();
        JsonNode problem = tenant.problem("PATCH", path, "{\"currencies\":[\"EUR\"]}");
        assertThat(problem.get("error").asText()).isEqualTo("conflict");
        assertThat(problem.get("detail").asText())
                .isEqualTo("the program may use any currency, and a list would take some away");
        assertThat(changed("{\"name\":\"n\",\"currencies\":[]}").has("currencies")).isFalse();
    }

    /** Each adds one to what was there: of those that don't know of each other one wins. */
    @Test
    void manyAtOnceLoseNothing() throws Exception {
        List<String> codes = List.of("AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK");
        List<HttpResponse<String>> responses =
                AtOnce.send(
                        codes.size(),
                        i ->
                                tenant.patch(
                                        path,
                                        "{\"currencies\":[\"EUR\",\"" + codes.get(i) + "\"]}"));
        List<HttpResponse<String>> made =
                responses.stream().filter(it -> it.statusCode() == 200).toList();
        assertThat(made).hasSize(1);
        responses.stream()
                .filter(it -> it.statusCode() != 200)
                .forEach(it -> assertError(it, 409, "conflict"));
        assertThat(tenant.get(path).body()).isEqualTo(made.getFirst().body());
    }

    @Test
    void whatIsNoCurrencyIsNamed() {
        JsonNode problem = tenant.problem("PATCH", path, "{\"currencies\":[\"EUR\",\"XXX\"]}");
        assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/currencies/1");
    }

    @Test
    void aRequestThatComesAgainUndoesNothing() {
        UUID key = UUID.randomUUID();
        String json = "{\"name\":\"A\",\"currencies\":[\"EUR\",\"GBP\"]}";
        HttpResponse<String> first = tenant.patch(path, key, json);
        ok(first);
        JsonNode later = changed("{\"name\":\"B\",\"currencies\":[\"EUR\",\"GBP\",\"USD\"]}");
        assertThat(tenant.patch(path, key, json).body()).isEqualTo(first.body());
        assertError(tenant.patch(path, key, "{\"name\":\"C\"}"), 422, "idempotency_key_reused");

        forget(key);
        assertThat(ok(tenant.patch(path, key, json)).get("name").asText()).isEqualTo("A");
        assertThat(ok(tenant.get(path))).isEqualTo(later);
        forget(key);
        assertError(tenant.patch(path, key, "{\"name\":\"C\"}"), 422, "idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"currencies\":null}",
                "{\"currencies\":[]}",
                "{\"currencies\":[\"EUR\",\"EUR\"]}",
                "{\"currencies\":\"EUR\"}",
                "{\"metadata\":[]}",
                "{\"name\":\"n\",\"nmae\":\"n\"}",
                "{\"name\":\"n\",\"organisation_id\":\"de300000-0000-4000-8000-000000000001\"}"
            })
    void wrongBodies(String json) {
        UUID key = UUID.randomUUID();
        assertError(tenant.patch(path, key, json), 400, "invalid_body");
        ok(tenant.patch(path, key, "{\"name\":\"the key is still unused\"}"));
    }

    @Test
    void anothersProgramLooksLikeNone() {
        assertError(new Tenant(service).patch(path, "{\"name\":\"mine\"}"), 404, "not_found");
        String none = "/v1/programs/" + UUID.randomUUID();
        assertError(tenant.patch(none, "{\"name\":\"n\"}"), 404, "not_found");
        assertError(tenant.patch(path + "0", "{\"name\":\"n\"}"), 400, "invalid_parameter");
        assertError(
                service.client()
                        .patch(
                                path,
                                tenant.token(Scope.PROGRAMS_READ, Scope.ACCOUNTS_WRITE),
                                UUID.randomUUID(),
                                "{\"name\":\"n\"}"),
                403,
                "insufficient_scope");
    }

    /** As the purge does when the key is old. */
    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private JsonNode changed(String json) {
        return tenant.changed(path, json);
    }
}
