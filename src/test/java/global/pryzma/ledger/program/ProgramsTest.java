package global.pryzma.ledger.program;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Programs over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class ProgramsTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void createdAndRead() {
        HttpResponse<String> response =
                tenant.post(
                        "/v1/programs",
                        "{\"name\":\"Wallets\",\"currencies\":[\"USD_GT\",\"EUR\"],"
                                + "\"metadata\":{\"team\":\"growth\"}}");
        JsonNode program = created(response);
        assertThat(program.get("organisation_id").asText())
                .isEqualTo(tenant.organisation().toString());
        assertThat(program.get("currencies").toString()).isEqualTo("[\"EUR\",\"USD_GT\"]");
        assertThat(tenant.get("/v1/programs/" + program.get("id").asText()).body())
                .isEqualTo(response.body());
    }

    @Test
    void anyCurrencyIsNoField() {
        JsonNode program = created(tenant.post("/v1/programs", "{\"name\":\"n\"}"));
        assertThat(program.has("currencies")).isFalse();
        assertThat(ok(tenant.get("/v1/programs/" + program.get("id").asText()))).isEqualTo(program);
    }

    @Test
    void aRepetitionCreatesNothing() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = tenant.post("/v1/programs", key, "{\"name\":\"n\"}");
        HttpResponse<String> second = tenant.post("/v1/programs", key, "{\"name\":\"n\"}");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(ok(tenant.get("/v1/programs")).get("data")).hasSize(1);
        assertError(
                tenant.post("/v1/programs", key, "{\"name\":\"m\"}"),
                422,
                "idempotency_key_reused");
    }

    /** What the ledger does for accounts and transfers, the key's trace does here. */
    @Test
    void aKeyIsGoodForOneProgramForEver() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = tenant.post("/v1/programs", key, "{\"name\":\"n\"}");
        created(first);
        forget(key);
        assertError(
                tenant.post("/v1/programs", key, "{\"name\":\"m\"}"),
                422,
                "idempotency_key_reused");
        HttpResponse<String> late = tenant.post("/v1/programs", key, "{\"name\":\"n\"}");
        assertThat(late.statusCode()).isEqualTo(201);
        assertThat(late.body()).isEqualTo(first.body());
        assertThat(ok(tenant.get("/v1/programs")).get("data")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":null}",
                "{\"name\":\"n\",\"currencies\":\"EUR\"}",
                "{\"name\":\"n\",\"currencies\":[\"EUR\",\"USD\",\"EUR\"]}",
                "{\"name\":\"n\",\"currencies\":[\"eur\"]}",
                "{\"name\":\"n\",\"currencies\":[\"EUR\",\"ZZZ\"]}",
                "{\"name\":\"n\",\"metadata\":[]}",
                "{\"name\":\"n\",\"metadata\":{\"a\":1}}",
                "{\"name\":\"n\",\"colour\":\"red\"}",
                "[]"
            })
    void whatIsNoProgram(String json) {
        assertError(tenant.post("/v1/programs", json), 400, "invalid_body");
    }

    /** Clients whose lists and maps are empty until they are set. */
    @Test
    void emptyListsAndMapsAreAsGoodAsNone() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> created =
                tenant.post(
                        "/v1/programs", key, "{\"name\":\"n\",\"currencies\":[],\"metadata\":{}}");
        assertThat(created(created).has("currencies")).isFalse();
        assertThat(created(created).has("metadata")).isFalse();
        HttpResponse<String> repeated = tenant.post("/v1/programs", key, "{\"name\":\"n\"}");
        assertThat(repeated.body()).as("the same content").isEqualTo(created.body());
    }

    @Test
    void theUnknownCurrencyIsNamed() {
        JsonNode problem =
                tenant.problem("/v1/programs", "{\"name\":\"n\",\"currencies\":[\"EUR\",\"ZZZ\"]}");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/currencies/1");
    }

    @Test
    void anothersProgramLooksLikeNone() {
        String id = tenant.program();
        assertError(new Tenant(service).get("/v1/programs/" + id), 404, "not_found");
        assertError(tenant.get("/v1/programs/" + UUID.randomUUID()), 404, "not_found");
        assertError(tenant.get("/v1/programs/x"), 400, "invalid_parameter");
        assertError(
                tenant.post(
                        "/v1/programs",
                        "{\"name\":\"n\",\"organisation_id\":\"" + UUID.randomUUID() + "\"}"),
                404,
                "not_found");
    }

    @Test
    void listsAreNewestFirstPageByPage() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            created.addFirst(tenant.program());
        }
        JsonNode first = ok(tenant.get("/v1/programs?limit=2"));
        JsonNode second =
                ok(tenant.get("/v1/programs?limit=2&cursor=" + first.get("next_cursor").asText()));
        List<String> listed = new ArrayList<>();
        first.get("data").forEach(program -> listed.add(program.get("id").asText()));
        second.get("data").forEach(program -> listed.add(program.get("id").asText()));
        assertThat(listed).isEqualTo(created);
        assertThat(second.get("has_more").asBoolean()).isFalse();
        assertThat(ok(new Tenant(service).get("/v1/programs")).get("data")).isEmpty();
    }

    @Test
    void scopesAreNeeded() {
        assertError(
                service.client()
                        .post(
                                "/v1/programs",
                                tenant.token(Scope.PROGRAMS_READ),
                                UUID.randomUUID(),
                                "{\"name\":\"n\"}"),
                403,
                "insufficient_scope");
        assertError(
                service.client().get("/v1/programs", tenant.token(Scope.PROGRAMS_WRITE)),
                403,
                "insufficient_scope");
    }

    /** As the purge does when the key is old. */
    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }
}
