package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
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

/** Accounts over HTTP, with the ledger and Postgres behind. */
@Execution(ExecutionMode.SAME_THREAD)
class AccountsTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    /** The request of the public quickstart, as it stands there. */
    @Test
    void theQuickstart() {
        String program = tenant.program();
        JsonNode account =
                created(
                        tenant.post(
                                "/v1/accounts",
                                "{\"type\":\"consumer\",\"currency\":\"USD_GT\",\"program_id\":\""
                                        + program
                                        + "\"}"));
        assertThat(account.get("type").asText()).isEqualTo("consumer");
        assertThat(account.get("currency").asText()).isEqualTo("USD_GT");
        assertThat(account.get("program_id").asText()).isEqualTo(program);
        assertThat(account.get("organisation_id").asText())
                .isEqualTo(tenant.organisation().toString());
        assertThat(account.get("status").asText()).isEqualTo("active");
        assertThat(account.has("name")).isFalse();
        assertThat(account.has("metadata")).isFalse();
        assertThat(ok(tenant.get("/v1/accounts/" + account.get("id").asText()))).isEqualTo(account);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consumer",
                "business",
                "reserve",
                "settlement",
                "fee",
                "revenue",
                "external"
            })
    void allTypes(String type) {
        String program = tenant.program();
        String id = tenant.account(program, type, "JPY");
        assertThat(ok(tenant.get("/v1/accounts/" + id)).get("type").asText()).isEqualTo(type);
    }

    @Test
    void wordsAreKept() {
        String program = tenant.program();
        String request =
                accountJson(program, "fee", "EUR")
                        .replace(
                                "}",
                                ",\"metadata\":{\"zz\":\"\",\"a\":\"\\u00e9\\n\"},"
                                        + "\"name\":\"Fees \uD83D\uDE00\",\"organisation_id\":\""
                                        + tenant.organisation()
                                        + "\"}");
        HttpResponse<String> opened = tenant.post("/v1/accounts", request);
        JsonNode account = created(opened);
        assertThat(account.get("name").asText()).isEqualTo("Fees \uD83D\uDE00");
        assertThat(account.get("metadata").toString()).isEqualTo("{\"a\":\"é\\n\",\"zz\":\"\"}");
        assertThat(tenant.get("/v1/accounts/" + account.get("id").asText()).body())
                .isEqualTo(opened.body());
    }

    @Test
    void theOrderOfFieldsAndTheDefaultsDontMatterToTheKey() {
        String program = tenant.program();
        UUID key = UUID.randomUUID();
        HttpResponse<String> first =
                tenant.post("/v1/accounts", key, accountJson(program, "consumer", "EUR"));
        created(first);
        HttpResponse<String> second =
                tenant.post(
                        "/v1/accounts",
                        key,
                        " { \"program_id\" : \"%s\" , \"currency\":\"EUR\", \"metadata\":{},"
                                        .formatted(program.toUpperCase(java.util.Locale.ROOT))
                                + "\"organisation_id\":\"%s\", \"type\":\"consumer\"}"
                                        .formatted(tenant.organisation()));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertError(
                tenant.post("/v1/accounts", key, accountJson(program, "business", "EUR")),
                422,
                "idempotency_key_reused");
    }

    @Test
    void balancesFollowTheMoney() {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD_GT");
        String ada = tenant.account(program, "consumer", "USD_GT");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "12500")));
        created(tenant.post("/v1/transfers", transferJson(ada, bank, "2500")));
        assertThat(ok(tenant.get("/v1/accounts/" + ada)).get("balances").toString())
                .isEqualTo(
                        "{\"posted\":\"10000\",\"pending_debits\":\"0\",\"pending_credits\":\"0\","
                                + "\"available\":\"10000\",\"debits_posted\":\"2500\","
                                + "\"debits_pending\":\"0\",\"credits_posted\":\"12500\","
                                + "\"credits_pending\":\"0\"}");
        assertThat(ok(tenant.get("/v1/accounts/" + bank)).at("/balances/posted").asText())
                .isEqualTo("10000");
        String fee = tenant.account(program, "fee", "USD_GT");
        created(tenant.post("/v1/transfers", transferJson(fee, ada, "3")));
        assertThat(ok(tenant.get("/v1/accounts/" + fee)).at("/balances/available").asText())
                .isEqualTo("-3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXX", "usd", "US", "USD_GT2", "USD GT", ""})
    void whatIsNoCurrency(String currency) {
        HttpResponse<String> response =
                tenant.post("/v1/accounts", accountJson(tenant.program(), "consumer", currency));
        assertError(response, 400, "invalid_body");
    }

    @Test
    void theProgramSaysWhichCurrencies() {
        String program =
                created(tenant.post("/v1/programs", "{\"name\":\"n\",\"currencies\":[\"EUR\"]}"))
                        .get("id")
                        .asText();
        tenant.account(program, "consumer", "EUR");
        JsonNode problem = tenant.problem("/v1/accounts", accountJson(program, "consumer", "USD"));
        assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/currency");
        assertThat(problem.at("/errors/0/detail").asText())
                .isEqualTo("is not one of the program's currencies");
    }

    @Test
    void anothersProgramLooksLikeNone() {
        String theirs = new Tenant(service).program();
        JsonNode foreign = tenant.problem("/v1/accounts", accountJson(theirs, "fee", "EUR"));
        JsonNode missing =
                tenant.problem(
                        "/v1/accounts", accountJson(UUID.randomUUID().toString(), "fee", "EUR"));
        assertThat(foreign.get("error").asText()).isEqualTo("not_found");
        assertThat(foreign.get("detail")).isEqualTo(missing.get("detail"));
    }

    @Test
    void organisationIdsInTheBody() {
        String request = accountJson(tenant.program(), "fee", "EUR");
        assertError(
                tenant.post("/v1/accounts", request.replace("}", ",\"organisation_id\":\"x\"}")),
                400,
                "invalid_org_id");
        assertError(
                tenant.post(
                        "/v1/accounts",
                        request.replace(
                                "}", ",\"organisation_id\":\"" + UUID.randomUUID() + "\"}")),
                404,
                "not_found");
    }

    @Test
    void everyWrongFieldIsNamed() {
        JsonNode problem =
                tenant.problem(
                        "/v1/accounts", "{\"type\":\"wallet\",\"program_id\":7,\"nmae\":\"x\"}");
        List<String> pointers = new ArrayList<>();
        problem.get("errors").forEach(error -> pointers.add(error.get("pointer").asText()));
        assertThat(pointers)
                .containsExactlyInAnyOrder("/type", "/currency", "/program_id", "/nmae");
    }

    @Test
    void anothersAccountLooksLikeNone() {
        String id = tenant.account(tenant.program(), "consumer", "EUR");
        assertError(new Tenant(service).get("/v1/accounts/" + id), 404, "not_found");
        assertError(tenant.get("/v1/accounts/" + UUID.randomUUID()), 404, "not_found");
        assertError(tenant.get("/v1/accounts/" + id + "0"), 400, "invalid_parameter");
    }

    @Test
    void listsAreNewestFirstPageByPageAndByProgram() {
        String one = tenant.program();
        String two = tenant.program();
        List<String> all = new ArrayList<>();
        List<String> ofOne = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.addFirst(tenant.account(i % 2 == 0 ? one : two, "consumer", "EUR"));
            if (i % 2 == 0) {
                ofOne.addFirst(all.getFirst());
            }
        }
        assertThat(walk("/v1/accounts?limit=2")).isEqualTo(all);
        assertThat(walk("/v1/accounts?limit=1&program_id=" + one)).isEqualTo(ofOne);
        assertThat(ok(new Tenant(service).get("/v1/accounts?program_id=" + one)).get("data"))
                .isEmpty();
        String cursor =
                ok(tenant.get("/v1/accounts?limit=1&program_id=" + one))
                        .get("next_cursor")
                        .asText();
        assertError(
                tenant.get("/v1/accounts?program_id=" + two + "&cursor=" + cursor),
                400,
                "invalid_parameter");
        assertError(
                new Tenant(service).get("/v1/accounts?program_id=" + one + "&cursor=" + cursor),
                400,
                "invalid_parameter");
        assertError(tenant.get("/v1/accounts?program_id=x"), 400, "invalid_parameter");
    }

    @Test
    void scopesAreNeeded() {
        String program = tenant.program();
        assertError(
                service.client()
                        .post(
                                "/v1/accounts",
                                tenant.token(Scope.ACCOUNTS_READ, Scope.PROGRAMS_WRITE),
                                UUID.randomUUID(),
                                accountJson(program, "fee", "EUR")),
                403,
                "insufficient_scope");
        assertError(
                service.client().get("/v1/accounts", tenant.token(Scope.ACCOUNTS_WRITE)),
                403,
                "insufficient_scope");
    }

    private List<String> walk(String path) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = ok(tenant.get(path + cursor));
            page.get("data").forEach(account -> ids.add(account.get("id").asText()));
            if (!page.get("has_more").asBoolean()) {
                return ids;
            }
            cursor = "&cursor=" + page.get("next_cursor").asText();
        }
    }
}
