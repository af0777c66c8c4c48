package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.Holds;
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
import java.util.Map;
import java.util.UUID;

/** Statements of accounts, in each of their forms. */
@Execution(ExecutionMode.SAME_THREAD)
class StatementsTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final String program = tenant.program();
    private final String bank = tenant.account(program, "settlement", "USD");
    private final String ann = tenant.account(program, "consumer", "USD");

    @Test
    void whatWasNeverUsedHasAStatementAsWell() {
        JsonNode account = ok(tenant.get("/v1/accounts/" + ann));
        JsonNode statement = statement(ann, "");
        assertThat(statement.get("account_id").asText()).isEqualTo(ann);
        assertThat(statement.get("type").asText()).isEqualTo("consumer");
        assertThat(statement.get("currency").asText()).isEqualTo("USD");
        assertThat(statement.get("from")).isEqualTo(account.get("created_at"));
        assertThat(balances(statement)).containsExactly("0", "0", "0", "0");
        assertThat(statement.get("entries")).isEmpty();
    }

    @Test
    void itSaysWhatWasThereWhatCameAndWhatIsLeft() {
        pay("1000", ",\"description\":\"Wages\"");
        String from = created(pay("500", "")).get("created_at").asText();
        String payment =
                created(tenant.post("/v1/transfers", transferJson(ann, bank, "300")))
                        .get("id")
                        .asText();
        JsonNode statement = statement(ann, "?from=" + from);
        assertThat(balances(statement)).containsExactly("1000", "300", "500", "1200");
        assertThat(statement.get("from").asText()).isEqualTo(from);
        JsonNode last = statement.get("entries").get(1);
        assertThat(statement.get("entries")).hasSize(2);
        assertThat(last.get("transfer_id").asText()).isEqualTo(payment);
        assertThat(last.get("amount").asText()).isEqualTo("-300");
        assertThat(last.get("posted_after").asText()).isEqualTo("1200");

        // The other side grows by debits.
        assertThat(balances(statement(bank, "?from=" + from)))
                .containsExactly("1000", "500", "300", "1200");
    }

    /** What is only held is not posted; a hold is on the statement as far as it was posted. */
    @Test
    void holdsAreNotOnIt() {
        pay("1000", "");
        String hold = id(tenant.post("/v1/transfers", Holds.json(ann, bank, "400")));
        String other = id(tenant.post("/v1/transfers", Holds.json(ann, bank, "300")));
        assertThat(balances(statement(ann, ""))).containsExactly("0", "0", "1000", "1000");
        tenant.post(Holds.voidPath(other), "{}");
        tenant.post(Holds.postPath(hold), Holds.part("150"));
        JsonNode statement = statement(ann, "");
        assertThat(balances(statement)).containsExactly("0", "150", "1000", "850");
        assertThat(statement.get("entries"))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("transfer", "post");
        assertThat(statement.at("/entries/1/pending_transfer_id").asText()).isEqualTo(hold);
    }

    @Test
    void ofTheFutureNothingIsSaid() {
        pay("5", "");
        JsonNode open = statement(ann, "?to=2200-01-01T00:00:00Z");
        JsonNode next = statement(ann, "?from=" + open.get("to").asText());
        assertThat(open.get("to").asText()).isLessThan("2200");
        assertThat(open.get("to").asText()).isGreaterThan(open.get("created_at").asText());
        assertThat(next.get("opening_balance")).isEqualTo(open.get("closing_balance"));
        // Before the account was there it had nothing.
        JsonNode past = statement(ann, "?from=1000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z");
        assertThat(past.get("from").asText()).isEqualTo("1970-01-01T00:00:00.000000000Z");
        assertThat(balances(past)).containsExactly("0", "0", "0", "0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=2999-01-01T00:00:00Z",
                "?from=2001-01-01T00:00:00Z&to=2001-01-01T00:00:00Z",
                "?from=2001-01-01T00:00:00Z&to=2000-01-01T00:00:00Z",
                "?from=yesterday",
                "?to=2026-02-30T00:00:00Z",
                "?from=2001-01-01T00:00:00Z&from=2001-01-01T00:00:00Z",
                "?limit=5",
                "?until=2001-01-01T00:00:00Z",
            })
    void aPeriodThatIsNoneIsRefused(String query) {
        assertError(tenant.get(path(ann) + query), 400, "invalid_parameter");
    }

    /** It has no time before 1970. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "?to=1970-01-01T00:00:00Z",
                "?to=1960-01-01T00:00:00Z",
                "?from=1950-01-01T00:00:00Z&to=1960-01-01T00:00:00Z",
            })
    void aPeriodBeforeTheLedgersTimeIsRefused(String query) {
        JsonNode problem = tenant.problem("GET", path(ann) + query, "");
        assertThat(problem.get("error").asText()).isEqualTo("invalid_parameter");
        assertThat(problem.get("detail").asText())
                .isEqualTo("to must be after 1970-01-01T00:00:00Z");
    }

    @Test
    void whatIsNotThereHasNone() {
        assertError(tenant.get(path(UUID.randomUUID().toString())), 404, "not_found");
        assertError(tenant.get(path("x")), 400, "invalid_parameter");
        assertError(new Tenant(service).get(path(ann)), 404, "not_found");
        assertError(
                service.client().get(path(ann), tenant.token(Scope.ACCOUNTS_WRITE)),
                403,
                "insufficient_scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/json;q=0", "application/pdf, text/plain"})
    void otherFormsThereAreNone(String accept) {
        assertError(get(ann, "", accept), 406, "not_acceptable");
    }

    @Test
    void eachFormHasItsTypeAndItsName() {
        assertThat(type("*/*")).isEqualTo("application/json");
        assertThat(type("text/csv")).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(type("text/html")).isEqualTo("text/html; charset=utf-8");
        assertThat(type("application/xml")).isEqualTo("application/xml; charset=utf-8");
        // What a browser asks for.
        assertThat(type("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"))
                .isEqualTo("text/html; charset=utf-8");
        pay("5", "");
        HttpResponse<String> csv = get(ann, "?from=2026-03-01T00:00:00Z", "text/csv");
        assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
                .matches(
                        "attachment; filename=\"statement-%s-20260301T000000Z-[0-9]{8}T[0-9]{6}Z\\.csv\""
                                .formatted(ann));
        assertThat(csv.headers().allValues("Vary")).contains("Accept");
    }

    /** A spreadsheet would carry out what somebody wrote into a description. */
    @Test
    void aCsvHasTextsAndNoFormulas() {
        List<String> texts =
                List.of(
                        "=HYPERLINK(\\\"http://evil\\\")",
                        "+1",
                        "-1+1",
                        "@SUM(A1)",
                        "\\t=1",
                        " =1",
                        "\\uff1d1",
                        "a;=1",
                        "a\\r\\n=1",
                        "a, \\\"b\\\"",
                        "harmless - as it is");
        texts.forEach(text -> pay("105", ",\"description\":\"" + text + "\""));
        HttpResponse<String> response = get(ann, "", "text/csv");
        List<Map<String, String>> rows = CsvText.rows(response.body());
        assertThat(rows.stream().filter(row -> "entry".equals(row.get("row"))))
                .extracting(row -> row.get("description"))
                .containsExactly(
                        "'=HYPERLINK(\"http://evil\")",
                        "'+1",
                        "'-1+1",
                        "'@SUM(A1)",
                        "'\t=1",
                        "' =1",
                        "'\uff1d1",
                        "a;'=1",
                        "a\r\n'=1",
                        "a, \"b\"",
                        "harmless - as it is");
        assertThat(rows.getFirst())
                .containsEntry("row", "opening")
                .containsEntry("balance", "0.00");
        assertThat(rows.get(1))
                .containsEntry("credit", "1.05")
                .containsEntry("debit", "")
                .containsEntry("balance", "1.05")
                .containsEntry("counterparty_account_id", bank);
        assertThat(rows.getLast())
                .containsEntry("row", "closing")
                .containsEntry("credit", "11.55")
                .containsEntry("debit", "0.00")
                .containsEntry("balance", "11.55");
    }

    @Test
    void aCamtIsValidWhateverIsWritten() throws Exception {
        pay("12345", ",\"description\":\"<b>&\\\"\\u0001\\r\\ud83d\\ude00\",\"reference\":\"%s\"");
        pay("5", ",\"reference\":\"" + "r".repeat(200) + UUID.randomUUID() + "\"");
        String hold = id(tenant.post("/v1/transfers", Holds.json(ann, bank, "50")));
        tenant.post(Holds.postPath(hold), "{}");
        String back = id(tenant.post("/v1/transfers", transferJson(ann, bank, "300")));
        tenant.post("/v1/transfers/" + back + "/reverse", "{}");
        tenant.post(
                "/v1/journal-entries",
                "{\"lines\":["
                        + "{\"account_id\":\"%1$s\",\"side\":\"debit\",\"amount\":\"30\"},"
                                .formatted(ann)
                        + "{\"account_id\":\"%1$s\",\"side\":\"credit\",\"amount\":\"10\"},"
                                .formatted(bank)
                        + "{\"account_id\":\"%1$s\",\"side\":\"credit\",\"amount\":\"20\"}]}"
                                .formatted(tenant.account(program, "fee", "USD")));
        for (String account : List.of(ann, bank)) {
            HttpResponse<String> xml = get(account, "", "application/xml");
            CamtSchema.validate(xml.body());
        }
        assertThat(get(ann, "", "application/xml").body())
                .contains(
                        "<Amt Ccy=\"USD\">123.45</Amt><CdtDbtInd>CRDT</CdtDbtInd>",
                        "<AddtlNtryInf>&lt;b&gt;&amp;&quot;\uFFFD&#13;\ud83d\ude00</AddtlNtryInf>",
                        "<Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"USD\">0.00</Amt>",
                        "<Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"USD\">122.70</Amt>"
                                + "<CdtDbtInd>CRDT</CdtDbtInd>",
                        "<RvslInd>true</RvslInd>");
        assertThat(get(bank, "", "application/xml").body())
                .contains("<CdtDbtInd>DBIT</CdtDbtInd><Dt>");
    }

    @Test
    void whatACamtCantSayIsRefusedBeforeItBegins() {
        pay("1000000000000000000", "");
        assertError(get(ann, "", "application/xml"), 406, "not_acceptable");
        JsonNode problem = json(get(ann, "", "application/xml, application/problem+json;q=0.5"));
        assertThat(problem.get("detail").asText())
                .isEqualTo("camt.053 has amounts of at most 18 digits");
        assertThat(get(ann, "", "text/csv").body()).contains("10000000000000000.00");
    }

    @Test
    void aPageRunsNothingThatSomebodyWrote() {
        pay("1234567", ",\"description\":\"<script>alert(1)</script>\"");
        HttpResponse<String> page = get(ann, "", "text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .matches(
                        "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; form-action"
                                + " 'none'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(page.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "12\u202f345.67")
                .doesNotContain("<script", "style=", "src=", "href=")
                .endsWith("</html>\n");
    }

    private HttpResponse<String> pay(String amount, String more) {
        String transfer = transferJson(bank, ann, amount);
        String unique = more.replace("%s", UUID.randomUUID().toString());
        return tenant.post(
                "/v1/transfers", transfer.substring(0, transfer.length() - 1) + unique + "}");
    }

    private static String id(HttpResponse<String> response) {
        return created(response).get("id").asText();
    }

    private static String path(String account) {
        return "/v1/accounts/" + account + "/statement";
    }

    private JsonNode statement(String account, String query) {
        return ok(tenant.get(path(account) + query));
    }

    private String type(String accept) {
        return get(ann, "", accept).headers().firstValue("Content-Type").orElseThrow();
    }

    private HttpResponse<String> get(String account, String query, String accept) {
        String path = path(account) + query;
        HttpResponse<String> response =
                service.client()
                        .send(
                                service.client()
                                        .request(path)
                                        .header("Accept", accept)
                                        .header(
                                                "Authorization",
                                                "Bearer " + tenant.token(Scope.values())));
        Contract.get().check("GET", path, response);
        return response;
    }

    /** Opening, debits, credits and closing. */
    private static List<String> balances(JsonNode statement) {
        List<String> balances = new ArrayList<>();
        for (String name :
                List.of("opening_balance", "total_debits", "total_credits", "closing_balance")) {
            balances.add(statement.get(name).asText());
        }
        return balances;
    }
}
