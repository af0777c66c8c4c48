package global.pryzma.ledger.transfer.journal;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;
import static global.pryzma.ledger.transfer.journal.EntryJson.credit;
import static global.pryzma.ledger.transfer.journal.EntryJson.debit;
import static global.pryzma.ledger.transfer.journal.EntryJson.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** The reversal of journal entries over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class ReversedEntriesTest {
    private static final String PATH = "/v1/journal-entries";

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private String ada = "";
    private String bob = "";
    private String fees = "";
    private JsonNode made = MissingNode.getInstance();

    @BeforeEach
    void makeAnEntry() {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        bob = tenant.account(program, "consumer", "USD_GT");
        fees = tenant.account(program, "fee", "USD_GT");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1000")));
        made =
                created(
                        tenant.post(
                                PATH,
                                entry(debit(ada, "10"), credit(bob, "6"), credit(fees, "4"))));
    }

    @Test
    void allLinesAreTakenBack() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> response =
                tenant.post(path(made), key, "{\"description\":\"Cancelled\"}");
        JsonNode reversal = created(response);
        assertThat(reversal.get("reverses")).isEqualTo(made.get("id"));
        assertThat(reversal.get("lines").findValuesAsText("account_id"))
                .containsExactly(ada, bob, fees);
        assertThat(reversal.get("lines").findValuesAsText("side"))
                .containsExactly("credit", "debit", "debit");
        assertThat(List.of(posted(ada), posted(bob), posted(fees)))
                .containsExactly("1000", "0", "0");

        assertThat(tenant.post(path(made), key, "{\"description\":\"Cancelled\"}").body())
                .isEqualTo(response.body());
        assertThat(read(reversal)).isEqualTo(reversal);
        assertThat(read(made).get("reversed").asBoolean()).isTrue();
        assertThat(ok(tenant.get(PATH)).get("data")).containsExactly(reversal, read(made));
        assertThat(ok(tenant.get(PATH + "?account_id=" + fees)).get("data"))
                .containsExactly(reversal, read(made));
    }

    @Test
    void itHappensOnceAndTheReversalStays() {
        JsonNode reversal = created(tenant.post(path(made), ""));
        assertConflict(path(made), "it is reversed already");
        assertConflict(
                path(reversal), "it is itself a reversal, of entry " + made.get("id").asText());
        assertThat(posted(ada)).isEqualTo("1000");
    }

    @Test
    void ofManyAtOnceOneIsCarriedOut() throws Exception {
        List<HttpResponse<String>> answers =
                AtOnce.send(8, _ -> tenant.post(path(made), UUID.randomUUID(), "{}"));
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsOnlyOnce(201)
                .containsOnly(201, 409);
        assertThat(List.of(posted(ada), posted(bob), posted(fees)))
                .containsExactly("1000", "0", "0");
    }

    /** What was credited has been spent; when it is there again, another key succeeds. */
    @Test
    void itNeedsFundsAndTakesNothingFromTheRightToIt() {
        created(tenant.post("/v1/transfers", transferJson(bob, ada, "1")));
        JsonNode problem = tenant.problem(path(made), "{}");
        assertThat(problem.get("error").asText()).isEqualTo("insufficient_funds");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/lines/1");
        assertThat(read(made).has("reversed")).isFalse();
        created(tenant.post("/v1/transfers", transferJson(ada, bob, "1")));
        created(tenant.post(path(made), "{}"));
    }

    @Test
    void aLineIsNotReversedByItself() {
        String line = made.at("/lines/1/transfer_id").asText();
        assertError(tenant.post("/v1/transfers/" + line + "/reverse", "{}"), 409, "conflict");
        assertError(
                tenant.post("/v1/transfers/" + made.get("id").asText() + "/reverse", "{}"),
                404,
                "not_found");
        assertError(tenant.post(PATH + "/" + line + "/reverse", "{}"), 404, "not_found");
        assertError(tenant.post(path(made), "{\"amount\":\"1\"}"), 400, "invalid_body");
    }

    @Test
    void anothersEntryIsNotThere() {
        Tenant other = new Tenant(ServiceUnderTest.shared());
        assertError(other.post(path(made), "{}"), 404, "not_found");
        assertThat(read(made).has("reversed")).isFalse();
    }

    private void assertConflict(String path, String detail) {
        JsonNode problem = tenant.problem(path, "{}");
        assertThat(problem.get("error").asText()).isEqualTo("conflict");
        assertThat(problem.get("detail").asText()).isEqualTo(detail);
    }

    private static String path(JsonNode entry) {
        return PATH + "/" + entry.get("id").asText() + "/reverse";
    }

    private JsonNode read(JsonNode entry) {
        return ok(tenant.get(PATH + "/" + entry.get("id").asText()));
    }

    private String posted(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).at("/balances/posted").asText();
    }
}
