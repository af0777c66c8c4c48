package global.pryzma.ledger.transfer;

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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Transfers over HTTP, with the ledger and Postgres behind. */
@Execution(ExecutionMode.SAME_THREAD)
class TransfersTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String program = "";
    private String bank = "";
    private String ada = "";
    private String bob = "";

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        bob = tenant.account(program, "consumer", "USD_GT");
    }

    @Test
    void moneyMoves() {
        JsonNode transfer = created(tenant.post("/v1/transfers", transferJson(bank, ada, "1050")));
        assertThat(transfer.get("amount").asText()).isEqualTo("1050");
        assertThat(transfer.get("currency").asText()).isEqualTo("USD_GT");
        assertThat(transfer.get("status").asText()).isEqualTo("posted");
        assertThat(ok(tenant.get("/v1/transfers/" + transfer.get("id").asText())))
                .isEqualTo(transfer);
        assertThat(posted(ada)).isEqualTo("1050");
        assertThat(posted(bank)).isEqualTo("1050");
    }

    @Test
    void wordsAreKept() {
        String reference = "topup-" + UUID.randomUUID();
        String request =
                transferJson(bank, ada, "1")
                        .replace(
                                "}",
                                ",\"metadata\":{\"z\":\"1\",\"aa\":\"é\"},\"description\":\"Top-up\","
                                    + "\"reference\":\""
                                        + reference
                                        + "\"}");
        HttpResponse<String> response = tenant.post("/v1/transfers", request);
        JsonNode transfer = created(response);
        assertThat(transfer.get("reference").asText()).isEqualTo(reference);
        HttpResponse<String> read = tenant.get("/v1/transfers/" + transfer.get("id").asText());
        assertThat(read.body()).isEqualTo(response.body());
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/transfers")).get("data"))
                .containsExactly(transfer);
    }

    @Test
    void noConsumerGoesBelowZero() {
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "100")));
        UUID key = UUID.randomUUID();
        HttpResponse<String> refused =
                tenant.post("/v1/transfers", key, transferJson(ada, bob, "101"));
        assertError(refused, 422, "insufficient_funds");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1")));
        // With the same key the answer stays what it was, although there is enough by now.
        HttpResponse<String> again =
                tenant.post("/v1/transfers", key, transferJson(ada, bob, "101"));
        assertError(again, 422, "insufficient_funds");
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        created(tenant.post("/v1/transfers", transferJson(ada, bob, "101")));
        assertThat(posted(ada)).isEqualTo("0");
        assertThat(posted(bob)).isEqualTo("101");
    }

    @Test
    void aRepetitionIsAnsweredWithTheSameBytesAndMovesNothing() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first =
                tenant.post("/v1/transfers", key, transferJson(bank, ada, "7"));
        created(first);
        assertThat(first.headers().firstValue("Pryzma-Idempotency-Replayed")).isEmpty();
        HttpResponse<String> second =
                tenant.post("/v1/transfers", key, transferJson(bank, ada, "7"));
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(posted(ada)).isEqualTo("7");
        assertError(
                tenant.post("/v1/transfers", key, transferJson(bank, ada, "8")),
                422,
                "idempotency_key_reused");
        assertError(
                tenant.post("/v1/accounts", key, accountJson(program, "consumer", "USD_GT")),
                422,
                "idempotency_key_reused");
    }

    @Test
    void theLargestAmount() {
        String max = "340282366920938463463374607431768211454";
        String external = tenant.account(program, "external", "USD_GT");
        JsonNode transfer =
                created(tenant.post("/v1/transfers", transferJson(bank, external, max)));
        assertThat(transfer.get("amount").asText()).isEqualTo(max);
        assertThat(posted(external)).isEqualTo(max);
        // The ledger's counters would overflow.
        assertError(
                tenant.post("/v1/transfers", transferJson(bank, external, "2")),
                422,
                "transfer_rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0\"",
                "\"-1\"",
                "\"1.5\"",
                "\"01\"",
                "\"\"",
                "1050",
                "null",
                "\"1e3\"",
                "\"340282366920938463463374607431768211455\"",
                "[]"
            })
    void whatIsNoAmount(String amount) {
        assertError(
                tenant.post("/v1/transfers", transferJson(bank, ada, "x").replace("\"x\"", amount)),
                400,
                "invalid_body");
    }

    @Test
    void rulesAboutTheAccounts() {
        JsonNode same = problem(transferJson(ada, ada, "1"));
        assertThat(same.get("error").asText()).isEqualTo("transfer_rejected");
        assertThat(same.get("detail").asText()).isEqualTo("accounts_must_be_different");

        String euro = tenant.account(program, "consumer", "EUR");
        JsonNode mixed = problem(transferJson(bank, euro, "1"));
        assertThat(mixed.get("error").asText()).isEqualTo("transfer_rejected");
        assertThat(mixed.get("detail").asText()).isEqualTo("accounts_must_have_the_same_ledger");
    }

    @Test
    void whatTheKeyWasUsedForComesBeforeTheAccounts() {
        String euro = tenant.account(program, "consumer", "EUR");
        UUID key = UUID.randomUUID();
        created(tenant.post("/v1/transfers", key, transferJson(bank, ada, "1")));
        assertError(
                tenant.post("/v1/transfers", key, transferJson(bank, euro, "1")),
                422,
                "idempotency_key_reused");
    }

    @Test
    void anothersAccountLooksLikeNone() {
        Tenant other = new Tenant(service);
        String theirs = other.account(other.program(), "consumer", "USD_GT");
        JsonNode foreign = problem(transferJson(bank, theirs, "1"));
        JsonNode missing = problem(transferJson(bank, UUID.randomUUID().toString(), "1"));
        assertThat(foreign.get("error").asText()).isEqualTo("not_found");
        assertThat(foreign.get("detail")).isEqualTo(missing.get("detail"));
        assertError(
                tenant.post("/v1/transfers", transferJson(theirs, bank, "1")), 404, "not_found");
        assertError(tenant.get("/v1/accounts/" + theirs + "/transfers"), 404, "not_found");
    }

    @Test
    void anothersTransferLooksLikeNone() {
        JsonNode transfer = created(tenant.post("/v1/transfers", transferJson(bank, ada, "1")));
        String path = "/v1/transfers/" + transfer.get("id").asText();
        assertError(new Tenant(service).get(path), 404, "not_found");
        assertError(tenant.get("/v1/transfers/" + UUID.randomUUID()), 404, "not_found");
        assertError(
                tenant.get("/v1/transfers/00000000-0000-0000-0000-000000000000"), 404, "not_found");
        assertError(
                tenant.get("/v1/transfers/ffffffff-ffff-ffff-ffff-ffffffffffff"), 404, "not_found");
        assertError(tenant.get("/v1/transfers/" + bank), 404, "not_found");
        assertError(tenant.get("/v1/transfers/1"), 400, "invalid_parameter");
    }

    @Test
    void whatIsNoFieldAndWhatIsNoTextIsRefused() {
        String request = transferJson(bank, ada, "1");
        assertError(
                tenant.post("/v1/transfers", request.replace("}", ",\"pendng\":true}")),
                400,
                "invalid_body");
        assertError(
                tenant.post("/v1/transfers", request.replace("}", ",\"description\":\"\"}")),
                400,
                "invalid_body");
        assertError(tenant.post("/v1/transfers", "{}"), 400, "invalid_body");
        assertError(tenant.post("/v1/transfers", ""), 400, "invalid_body");
    }

    @Test
    void anAccountsTransfersAreNewestFirstPageByPage() {
        List<String> posted = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            posted.addFirst(
                    created(tenant.post("/v1/transfers", transferJson(bank, ada, "" + i)))
                            .get("id")
                            .asText());
        }
        List<String> listed = new ArrayList<>();
        String path = "/v1/accounts/" + ada + "/transfers?limit=2";
        JsonNode page = ok(tenant.get(path));
        page.get("data").forEach(transfer -> listed.add(transfer.get("id").asText()));
        // Newer ones don't disturb the walk.
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "6")));
        while (page.get("has_more").asBoolean()) {
            assertThat(page.get("data")).hasSize(2);
            page = ok(tenant.get(path + "&cursor=" + page.get("next_cursor").asText()));
            page.get("data").forEach(transfer -> listed.add(transfer.get("id").asText()));
        }
        assertThat(page.has("next_cursor")).isFalse();
        assertThat(listed).isEqualTo(posted);
        assertThat(ok(tenant.get("/v1/accounts/" + bob + "/transfers")).toString())
                .isEqualTo("{\"data\":[],\"has_more\":false}");
    }

    @Test
    void aCursorIsGoodForItsListOnly() {
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1")));
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "2")));
        String cursor =
                ok(tenant.get("/v1/accounts/" + ada + "/transfers?limit=1"))
                        .get("next_cursor")
                        .asText();
        assertError(
                tenant.get("/v1/accounts/" + bank + "/transfers?cursor=" + cursor),
                400,
                "invalid_parameter");
        assertError(tenant.get("/v1/accounts?cursor=" + cursor), 400, "invalid_parameter");
        assertError(
                tenant.get("/v1/accounts/" + ada + "/transfers?limit=0"), 400, "invalid_parameter");
        assertError(
                tenant.get("/v1/accounts/" + ada + "/transfers?colour=red"),
                400,
                "invalid_parameter");
    }

    @Test
    void scopesAreNeeded() {
        String readOnly = tenant.token(Scope.TRANSFERS_READ);
        assertError(
                service.client()
                        .post(
                                "/v1/transfers",
                                readOnly,
                                UUID.randomUUID(),
                                transferJson(bank, ada, "1")),
                403,
                "insufficient_scope");
        String accountsOnly = tenant.token(Scope.ACCOUNTS_READ);
        assertError(
                service.client().get("/v1/accounts/" + ada + "/transfers", accountsOnly),
                403,
                "insufficient_scope");
    }

    private JsonNode problem(String request) {
        return tenant.problem("/v1/transfers", request);
    }

    private String posted(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).at("/balances/posted").asText();
    }
}
