package global.pryzma.ledger.books;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Currencies over HTTP: those of ISO 4217, and an organisation's own. */
@Execution(ExecutionMode.SAME_THREAD)
class PrivateCurrenciesTest {
    private static final String PATH = "/v1/currencies";
    private static final String POINTS = "{\"code\":\"POINTS\",\"exponent\":0}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void registeredOnceAndUsed() {
        JsonNode points =
                created(
                        tenant.post(
                                PATH, "{\"code\":\"POINTS\",\"exponent\":0,\"name\":\"Loyalty\"}"));
        assertThat(points.toString())
                .isEqualTo(
                        "{\"code\":\"POINTS\",\"exponent\":0,\"name\":\"Loyalty\","
                                + "\"private\":true}");
        assertThat(ok(tenant.get(PATH + "/POINTS"))).isEqualTo(points);
        String program =
                created(tenant.post("/v1/programs", "{\"name\":\"n\",\"currencies\":[\"POINTS\"]}"))
                        .get("id")
                        .asText();
        String bank = tenant.account(program, "settlement", "POINTS");
        String ada = tenant.account(program, "consumer", "POINTS");
        JsonNode moved = created(tenant.post("/v1/transfers", transferJson(bank, ada, "7")));
        assertThat(moved.get("currency").asText()).isEqualTo("POINTS");
    }

    @Test
    void isoIsThereForEverybody() {
        assertThat(ok(tenant.get(PATH + "/KWD")).toString())
                .isEqualTo("{\"code\":\"KWD\",\"exponent\":3,\"private\":false}");
        assertThat(ok(tenant.get(PATH + "/USD_GT")).get("exponent").asInt()).isEqualTo(2);
    }

    @Test
    void anothersLooksLikeNoneAndItsCodeIsFree() {
        created(tenant.post(PATH, POINTS));
        Tenant other = new Tenant(service);
        assertError(other.get(PATH + "/POINTS"), 404, "not_found");
        String account = accountJson(other.program(), "consumer", "POINTS");
        assertError(other.post("/v1/accounts", account), 400, "invalid_body");
        created(other.post(PATH, POINTS.replace("0", "5")));
        created(other.post("/v1/accounts", account));
        assertThat(ok(other.get(PATH + "/POINTS")).get("exponent").asInt()).isEqualTo(5);
        assertThat(ok(tenant.get(PATH + "/POINTS")).get("exponent").asInt()).isZero();
        String mine = tenant.account(tenant.program(), "settlement", "POINTS");
        String theirs = created(other.post("/v1/accounts", account)).get("id").asText();
        assertError(
                tenant.post("/v1/transfers", transferJson(mine, theirs, "1")), 404, "not_found");
    }

    @Test
    void itIsTheSameForEver() {
        JsonNode points = created(tenant.post(PATH, POINTS));
        assertThat(created(tenant.post(PATH, POINTS))).as("with another key").isEqualTo(points);
        JsonNode other = tenant.problem(PATH, POINTS.replace("0", "2"));
        assertThat(other.get("error").asText()).isEqualTo("conflict");
        assertThat(other.get("detail").asText())
                .isEqualTo("the organisation has a currency POINTS with exponent 0 and no name");
        assertError(
                tenant.post(PATH, POINTS.replace("}", ",\"name\":\"Points\"}")), 409, "conflict");
        assertThat(ok(tenant.get(PATH + "/POINTS"))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"USD, 2", "USD, 3", "XXX, 2", "USD_GT, 2", "USD_GT, 0"})
    void everybodysCodesAreNobodysOwn(String code, int exponent) {
        UUID key = UUID.randomUUID();
        String json = "{\"code\":\"%s\",\"exponent\":%d}".formatted(code, exponent);
        assertError(tenant.post(PATH, key, json), 409, "conflict");
        assertError(tenant.post(PATH, key, POINTS), 422, "idempotency_key_reused");
    }

    @Test
    void ofManyAtOnceOneIsTheFirst() throws Exception {
        List<HttpResponse<String>> responses =
                AtOnce.send(
                        8, i -> tenant.post(PATH, POINTS.replace("0", Integer.toString(i % 2))));
        String exponent = ok(tenant.get(PATH + "/POINTS")).get("exponent").asText();
        assertThat(responses)
                .filteredOn(it -> it.statusCode() == 201)
                .hasSize(4)
                .allSatisfy(it ->
                        assertThat(Tenant.json(it).get("exponent").asText()).isEqualTo(exponent));
        responses.stream()
                .filter(it -> it.statusCode() != 201)
                .forEach(it -> assertError(it, 409, "conflict"));
    }

    @Test
    void aKeyIsGoodForOneCurrencyForEver() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = tenant.post(PATH, key, POINTS);
        created(first);
        HttpResponse<String> second = tenant.post(PATH, key, POINTS);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        String other = POINTS.replace("POINTS", "MILES");
        assertError(tenant.post(PATH, key, other), 422, "idempotency_key_reused");
        assertThat(tenant.post(PATH, key, POINTS).body()).isEqualTo(first.body());
        assertError(tenant.get(PATH + "/MILES"), 404, "not_found");
    }

    @Test
    void theListHasOnesOwnFirstAndThenEverybodysByTheAlphabet() {
        created(tenant.post(PATH, POINTS));
        created(tenant.post(PATH, POINTS.replace("POINTS", "AAA_1")));
        created(new Tenant(service).post(PATH, POINTS.replace("POINTS", "NOT_MINE")));
        List<String> codes = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = ok(tenant.get(PATH + "?limit=50" + cursor));
            page.get("data").forEach(currency -> codes.add(currency.get("code").asText()));
            if (!page.get("has_more").asBoolean()) {
                break;
            }
            cursor = "&cursor=" + page.get("next_cursor").asText();
        }
        assertThat(codes).startsWith("AAA_1", "POINTS").doesNotContain("NOT_MINE");
        assertThat(codes).doesNotHaveDuplicates().endsWith("ZAR", "ZMW", "ZWG");
        assertThat(codes.stream().filter(code -> code.length() == 3).toList())
                .isSorted()
                .hasSizeGreaterThan(160);
        String foreign = ok(tenant.get(PATH + "?limit=1")).get("next_cursor").asText();
        assertError(new Tenant(service).get(PATH + "?cursor=" + foreign), 400, "invalid_parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\":\"POINTS\"}",
                "{\"exponent\":0}",
                "{\"code\":\"points\",\"exponent\":0}",
                "{\"code\":\"1POINT\",\"exponent\":0}",
                "{\"code\":\"PO\",\"exponent\":0}",
                "{\"code\":\"POINTS_AND_POINTS\",\"exponent\":0}",
                "{\"code\":\"POINTS\",\"exponent\":19}",
                "{\"code\":\"POINTS\",\"exponent\":-1}",
                "{\"code\":\"POINTS\",\"exponent\":\"0\"}",
                "{\"code\":\"POINTS\",\"exponent\":0,\"name\":\"\"}",
                "{\"code\":\"POINTS\",\"exponent\":0,\"symbol\":\"P\"}"
            })
    void wrongBodies(String json) {
        UUID key = UUID.randomUUID();
        assertError(tenant.post(PATH, key, json), 400, "invalid_body");
        created(tenant.post(PATH, key, POINTS));
    }

    @Test
    void whatIsWrongIsSaid() {
        JsonNode problem = tenant.problem(PATH, "{\"code\":\"points\"}");
        List<String> details = new ArrayList<>();
        problem.get("errors")
                .forEach(it ->
                        details.add(it.get("pointer").asText() + " " + it.get("detail").asText()));
        assertThat(details)
                .containsExactlyInAnyOrder(
                        "/code must have 3 to 16 upper-case letters, digits and underscores, a"
                                + " letter first",
                        "/exponent is required");
        assertError(tenant.get(PATH + "/points"), 400, "invalid_parameter");
        assertError(tenant.get(PATH + "/NONE_SUCH"), 404, "not_found");
    }

    @Test
    void scopesAreNeeded() {
        String token = tenant.token(Scope.PROGRAMS_READ);
        assertError(
                service.client().post(PATH, token, UUID.randomUUID(), POINTS),
                403,
                "insufficient_scope");
        assertError(
                service.client().get(PATH, tenant.token(Scope.PROGRAMS_WRITE)),
                403,
                "insufficient_scope");
    }
}
