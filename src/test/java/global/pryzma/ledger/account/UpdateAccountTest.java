package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ChangesOfWords;
import global.pryzma.ledger.testing.ServiceUnderTest;
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

/** {@code PATCH} and {@code DELETE} of an account over HTTP: words, wrong requests, keys. */
@Execution(ExecutionMode.SAME_THREAD)
class UpdateAccountTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String path;

    @BeforeEach
    void openAccount() {
        path = "/v1/accounts/" + tenant.account(tenant.program(), "consumer", "EUR");
    }

    @Test
    void wordsAreReplacedAndRemovedOneByOne() {
        words().replaceAndRemoveOneByOne();
        assertThat(changed("{\"name\":\"B\",\"metadata\":null}").has("metadata")).isFalse();
        JsonNode again = changed("{\"metadata\":{\"d\":\"4\"}}");
        assertThat(changed("{\"metadata\":{},\"name\":\"C\"}").get("metadata"))
                .as("an empty map is as good as none")
                .isEqualTo(again.get("metadata"));
        assertError(tenant.patch(path, "{\"metadata\":{}}"), 400, "invalid_body");
    }

    @Test
    void wordsAndStatusAreChangedTogetherOrNotAtAll() {
        JsonNode frozen =
                changed("{\"status\":\"frozen\",\"name\":\"A\",\"metadata\":{\"k\":\"v\"}}");
        assertThat(frozen.get("status").asText()).isEqualTo("frozen");
        assertThat(frozen.get("name").asText()).isEqualTo("A");
        assertError(tenant.patch(path, "{\"status\":\"frozen\",\"name\":\"B\"}"), 409, "conflict");
        assertThat(ok(tenant.get(path))).isEqualTo(frozen);
        assertThat(changed("{\"name\":\"C\"}").get("status").asText()).isEqualTo("frozen");
    }

    @Test
    void wordsOfAClosedAccountCanBeChanged() {
        ok(tenant.delete(path));
        JsonNode renamed = changed("{\"name\":\"Closed by customer\"}");
        assertThat(renamed.get("status").asText()).isEqualTo("closed");
    }

    @Test
    void manyAtOnceWithKeysOfTheirOwn() throws Exception {
        words().meetEachOther();
    }

    private ChangesOfWords words() {
        return new ChangesOfWords(tenant, path, "name");
    }

    @Test
    void manyAtOnceWithOneKeyAreOne() throws Exception {
        UUID freeze = UUID.randomUUID();
        AtOnce.assertOneAnswer(
                AtOnce.send(10, i -> tenant.patch(path, freeze, "{\"status\":\"frozen\"}")));
        UUID activate = UUID.randomUUID();
        AtOnce.assertOneAnswer(
                AtOnce.send(10, i -> tenant.patch(path, activate, "{\"status\":\"active\"}")));
        UUID close = UUID.randomUUID();
        AtOnce.assertOneAnswer(AtOnce.send(10, i -> tenant.delete(path, close)));
    }

    @Test
    void oneOfManyFreezesAndOneOfManyActivates() throws Exception {
        for (String status : List.of("frozen", "active")) {
            List<HttpResponse<String>> responses =
                    AtOnce.send(10, i -> tenant.patch(path, "{\"status\":\"" + status + "\"}"));
            assertThat(responses).filteredOn(it -> it.statusCode() == 200).hasSize(1);
            responses.stream()
                    .filter(it -> it.statusCode() != 200)
                    .forEach(it -> assertError(it, 409, "conflict"));
            assertThat(ok(tenant.get(path)).get("status").asText()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"status\":null}",
                "{\"status\":\"closed\"}",
                "{\"status\":\"FROZEN\"}",
                "{\"status\":\"frozen\",\"nmae\":\"x\"}",
                "{\"name\":\"\"}",
                "{\"name\":7}",
                "{\"metadata\":[]}",
                "{\"metadata\":{\"k\":null}}",
                "{\"status\":\"frozen\",\"type\":\"fee\"}",
                "{\"status\":\"frozen\",\"organisation_id\":\"de300000-0000-4000-8000-000000000001\"}"
            })
    void wrongBodies(String json) {
        UUID key = UUID.randomUUID();
        assertError(tenant.patch(path, key, json), 400, "invalid_body");
        ok(tenant.patch(path, key, "{\"name\":\"the key is still unused\"}"));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(tenant.problem("PATCH", path, "{}").at("/errors/0/detail").asText())
                .isEqualTo("must have at least one of status, name, metadata");
        JsonNode closed = tenant.problem("PATCH", path, "{\"status\":\"closed\"}");
        assertThat(closed.at("/errors/0/pointer").asText()).isEqualTo("/status");
        assertThat(closed.get("errors")).hasSize(1);
    }

    @Test
    void anothersAccountLooksLikeNone() {
        Tenant other = new Tenant(service);
        assertError(other.patch(path, "{\"status\":\"frozen\"}"), 404, "not_found");
        assertError(other.patch(path, "{\"name\":\"mine\"}"), 404, "not_found");
        assertError(other.delete(path), 404, "not_found");
        assertThat(ok(tenant.get(path)).get("status").asText()).isEqualTo("active");
        String none = "/v1/accounts/" + UUID.randomUUID();
        assertError(tenant.patch(none, "{\"status\":\"frozen\"}"), 404, "not_found");
        assertError(tenant.delete(none), 404, "not_found");
        assertError(tenant.patch(path + "0", "{\"name\":\"x\"}"), 400, "invalid_parameter");
        assertError(tenant.delete(path + "0"), 400, "invalid_parameter");
    }

    @Test
    void scopesAndKeysAreNeeded() {
        String reader = tenant.token(Scope.ACCOUNTS_READ, Scope.TRANSFERS_WRITE);
        assertError(
                service.client().patch(path, reader, UUID.randomUUID(), "{\"name\":\"x\"}"),
                403,
                "insufficient_scope");
        assertError(
                service.client().delete(path, reader, UUID.randomUUID()),
                403,
                "insufficient_scope");
        assertError(
                service.client()
                        .send(
                                service.client()
                                        .request(path)
                                        .header(
                                                "Authorization",
                                                "Bearer " + tenant.token(Scope.ACCOUNTS_WRITE))
                                        .DELETE()),
                400,
                "missing_idempotency_key");
    }

    @Test
    void aRepeatedKeyGetsTheFirstResponseWhateverHasChangedSince() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first =
                tenant.patch(path, key, "{\"status\":\"frozen\",\"name\":\"A\"}");
        ok(first);
        ok(tenant.patch(path, "{\"status\":\"active\",\"name\":\"B\"}"));
        HttpResponse<String> again =
                tenant.patch(path, key, " { \"name\" : \"A\",\n\"status\":\"frozen\" } ");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        JsonNode account = ok(tenant.get(path));
        assertThat(account.get("status").asText()).isEqualTo("active");
        assertThat(account.get("name").asText()).isEqualTo("B");
    }

    @Test
    void anotherUseOfTheKeyIsRefusedBeforeAnyState() {
        UUID key = UUID.randomUUID();
        ok(tenant.patch(path, key, "{\"status\":\"frozen\"}"));
        List<HttpResponse<String>> others =
                List.of(
                        tenant.patch(path, key, "{\"status\":\"active\"}"),
                        tenant.patch(path, key, "{\"status\":\"frozen\",\"name\":null}"),
                        tenant.patch(
                                "/v1/accounts/" + UUID.randomUUID(),
                                key,
                                "{\"status\":\"frozen\"}"),
                        tenant.delete(path, key));
        others.forEach(other -> assertError(other, 422, "idempotency_key_reused"));
    }

    private JsonNode changed(String json) {
        return tenant.changed(path, json);
    }
}
