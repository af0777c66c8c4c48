package global.pryzma.ledger.transfer.journal;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;
import static global.pryzma.ledger.transfer.journal.EntryJson.credit;
import static global.pryzma.ledger.transfer.journal.EntryJson.debit;
import static global.pryzma.ledger.transfer.journal.EntryJson.entry;
import static global.pryzma.ledger.transfer.journal.EntryJson.with;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

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
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Journal entries over HTTP, with the ledger and Postgres behind. */
@Execution(ExecutionMode.SAME_THREAD)
class JournalEntriesTest {
    private static final String PATH = "/v1/journal-entries";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String program = "";
    private String bank = "";
    private String ada = "";
    private String bob = "";
    private String fees = "";

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        bob = tenant.account(program, "consumer", "USD_GT");
        fees = tenant.account(program, "fee", "USD_GT");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1000")));
    }

    @Test
    void allLinesHappen() {
        HttpResponse<String> response =
                tenant.post(
                        PATH,
                        with(
                                entry(debit(ada, "1000"), credit(bob, "950"), credit(fees, "50")),
                                "description",
                                "Order 17"));
        JsonNode made = created(response);
        assertThat(made.get("lines").findValuesAsText("side"))
                .containsExactly("debit", "credit", "credit");
        assertThat(made.get("lines").findValuesAsText("account_id"))
                .containsExactly(ada, bob, fees);
        assertThat(made.get("lines").findValuesAsText("amount"))
                .containsExactly("1000", "950", "50");
        assertThat(made.get("lines").findValuesAsText("currency")).containsOnly("USD_GT");
        assertThat(made.get("description").asText()).isEqualTo("Order 17");
        assertThat(tenant.get(PATH + "/" + id(made)).body()).isEqualTo(response.body());
        assertThat(List.of(posted(ada), posted(bob), posted(fees)))
                .containsExactly("0", "950", "50");
    }

    @Test
    void theSameKeyGetsTheSameAnswerAndMovesNothing() {
        UUID key = UUID.randomUUID();
        String request = entry(debit(ada, "100"), credit(bob, "60"), credit(fees, "40"));
        HttpResponse<String> first = tenant.post(PATH, key, request);
        created(first);
        HttpResponse<String> again = tenant.post(PATH, key, request);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(posted(bob)).isEqualTo("60");
        String other = entry(debit(ada, "100"), credit(bob, "61"), credit(fees, "39"));
        assertError(tenant.post(PATH, key, other), 422, "idempotency_key_reused");
    }

    /** The only two lines of a currency are one transfer, on which both accounts are shown. */
    @Test
    void twoLinesAreOneTransfer() {
        JsonNode made = created(tenant.post(PATH, entry(credit(bob, "7"), debit(ada, "7"))));
        List<String> transfers = made.get("lines").findValuesAsText("transfer_id");
        assertThat(transfers.getFirst()).isEqualTo(transfers.getLast());
        JsonNode transfer = ok(tenant.get("/v1/transfers/" + transfers.getFirst()));
        assertThat(transfer.get("debit_account_id").asText()).isEqualTo(ada);
        assertThat(transfer.get("credit_account_id").asText()).isEqualTo(bob);
        assertThat(transfer.get("journal_entry_id").asText()).isEqualTo(id(made));
        assertThat(ok(tenant.get(PATH + "/" + id(made)))).isEqualTo(made);
        assertThat(newest(ada)).isEqualTo(transfer);
    }

    @Test
    void aLineStandsInItsAccountsListWithoutTheOtherSide() {
        JsonNode made =
                created(
                        tenant.post(
                                PATH,
                                entry(debit(ada, "10"), credit(bob, "6"), credit(fees, "4"))));
        JsonNode line = newest(bob);
        assertThat(line.get("journal_entry_id").asText()).isEqualTo(id(made));
        assertThat(line.get("credit_account_id").asText()).isEqualTo(bob);
        assertThat(line.has("debit_account_id")).isFalse();
        assertThat(line.get("id").asText())
                .isEqualTo(made.get("lines").get(1).get("transfer_id").asText());
        assertThat(newest(ada).has("credit_account_id")).isFalse();
        // The entry itself is no transfer, and a transfer no entry.
        assertError(tenant.get("/v1/transfers/" + id(made)), 404, "not_found");
        assertError(tenant.get(PATH + "/" + line.get("id").asText()), 404, "not_found");
    }

    /** Ada has nothing but what the same entry brings her. */
    @Test
    void aLineMaySpendWhatAnotherOneBringsWhateverTheirOrder() {
        String carol = tenant.account(program, "consumer", "USD_GT");
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                debit(carol, "300"),
                                credit(bob, "300"),
                                debit(ada, "300"),
                                credit(carol, "300")));
        created(tenant.post(PATH, entry(lines.toArray(String[]::new))));
        Collections.reverse(lines);
        created(tenant.post(PATH, entry(lines.toArray(String[]::new))));
        assertThat(List.of(posted(ada), posted(bob), posted(carol)))
                .containsExactly("400", "600", "0");
    }

    /** An account on both sides gets its own money back by way of the clearing account. */
    @Test
    void oneAccountMayBeOnBothSides() {
        created(tenant.post(PATH, entry(debit(ada, "5"), credit(ada, "5"))));
        assertThat(posted(ada)).isEqualTo("1000");
    }

    /** Currencies with two, no and three digits, with a fee. */
    @Test
    void anExchangeIsOneEntryInTwoCurrencies() {
        String yen = tenant.account(program, "reserve", "JPY");
        String yenBank = tenant.account(program, "settlement", "JPY");
        String adasYen = tenant.account(program, "consumer", "JPY");
        String dollars = tenant.account(program, "reserve", "USD_GT");
        created(tenant.post("/v1/transfers", transferJson(yenBank, yen, "100000")));
        JsonNode made =
                created(
                        tenant.post(
                                PATH,
                                with(
                                        entry(
                                                debit(ada, "700"),
                                                credit(dollars, "690"),
                                                credit(fees, "10"),
                                                debit(yen, "1050"),
                                                credit(adasYen, "1050")),
                                        "rate",
                                        "1.5217")));
        assertThat(made.get("rate").asText()).isEqualTo("1.5217");
        assertThat(made.get("lines").findValuesAsText("currency"))
                .containsExactly("USD_GT", "USD_GT", "USD_GT", "JPY", "JPY");
        assertThat(ok(tenant.get(PATH + "/" + id(made)))).isEqualTo(made);
        assertThat(List.of(posted(ada), posted(adasYen), posted(yen), posted(fees)))
                .containsExactly("300", "1050", "98950", "10");
    }

    @Test
    void whatIsNotBalancedIsRefusedWithBothSums() {
        UUID key = UUID.randomUUID();
        String request = entry(debit(ada, "10"), credit(bob, "6"), credit(fees, "3"));
        JsonNode problem = json(tenant.postForProblem(PATH, key, request));
        assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
        assertThat(problem.get("detail").asText())
                .isEqualTo(
                        "the lines must be balanced: in USD_GT the debits are 10 and the credits"
                                + " 9");
        assertThat(problem.get("errors").get(0).get("pointer").asText()).isEqualTo("/lines");
        // The key is unused.
        created(
                tenant.post(
                        PATH, key, entry(debit(ada, "9"), credit(bob, "6"), credit(fees, "3"))));
    }

    /** Sums beyond 2^128, which no amount can have. */
    @Test
    void sumsThatNoAmountCanHaveAreAddedUpAllTheSame() {
        String most = "340282366920938463463374607431768211454";
        JsonNode problem =
                tenant.problem(
                        PATH, entry(debit(bank, most), debit(bank, most), credit(fees, most)));
        assertThat(problem.get("detail").asText())
                .contains("the debits are 680564733841876926926749214863536422908");
        assertError(
                tenant.post(
                        PATH,
                        entry(
                                debit(bank, most),
                                debit(bank, most),
                                credit(fees, most),
                                credit(fees, most))),
                422,
                "batch_rejected");
        assertThat(posted(fees)).isEqualTo("0");
    }

    @Test
    void oneLineThatIsRefusedRefusesAll() {
        UUID key = UUID.randomUUID();
        String request = entry(credit(bob, "951"), credit(fees, "50"), debit(ada, "1001"));
        JsonNode problem = json(tenant.postForProblem(PATH, key, request));
        assertThat(problem.get("error").asText()).isEqualTo("insufficient_funds");
        assertThat(problem.get("errors").get(0).get("pointer").asText()).isEqualTo("/lines/2");
        assertThat(List.of(posted(ada), posted(bob), posted(fees)))
                .containsExactly("1000", "0", "0");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1")));
        // With the same key the answer stays what it was, although there is enough by now.
        assertThat(json(tenant.postForProblem(PATH, key, request))).isEqualTo(problem);
        assertThat(posted(bob)).isEqualTo("0");
    }

    @Test
    void aFrozenAccountRefusesTheEntryAndIsNamed() {
        tenant.patch("/v1/accounts/" + fees, "{\"status\":\"frozen\"}");
        JsonNode problem =
                tenant.problem(PATH, entry(credit(bob, "6"), credit(fees, "4"), debit(ada, "10")));
        assertThat(problem.get("error").asText()).isEqualTo("batch_rejected");
        assertThat(problem.get("detail").asText())
                .isEqualTo("/lines/1 credit_account_already_closed");
        JsonNode pair = tenant.problem(PATH, entry(credit(fees, "4"), debit(ada, "4")));
        assertThat(pair.get("errors").get(0).get("pointer").asText()).isEqualTo("/lines/0");
        assertThat(posted(bob)).isEqualTo("0");
    }

    @Test
    void anAccountOfNobodyOrOfOthersIsNotFound() {
        Tenant other = new Tenant(service);
        String foreign = other.account(other.program(), "consumer", "USD_GT");
        for (String missing : List.of(UUID.randomUUID().toString(), foreign)) {
            JsonNode problem = tenant.problem(PATH, entry(debit(ada, "1"), credit(missing, "1")));
            assertThat(problem.get("error").asText()).isEqualTo("not_found");
            assertThat(problem.get("errors").get(0).get("pointer").asText())
                    .isEqualTo("/lines/1/account_id");
        }
        JsonNode made = created(tenant.post(PATH, entry(debit(ada, "1"), credit(bob, "1"))));
        assertError(other.get(PATH + "/" + id(made)), 404, "not_found");
        assertThat(ok(other.get(PATH + "?account_id=" + ada)).get("data")).isEmpty();
        assertThat(ok(other.get(PATH)).get("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"lines\":[]}",
                "{\"lines\":{}}",
                "{\"lines\":[1,2]}",
                "{\"lines\":[{\"account_id\":\"A\",\"side\":\"debit\",\"amount\":\"1\"}]}",
            })
    void aBodyOfAnotherFormIsRefused(String body) {
        assertError(tenant.post(PATH, body), 400, "invalid_body");
    }

    @Test
    void everyMistakeInALineIsNamed() {
        JsonNode problem =
                tenant.problem(
                        PATH,
                        "{\"lines\":[{\"account_id\":\"A\",\"side\":\"left\",\"amount\":\"0\","
                                + "\"ammount\":\"1\"},{\"account_id\":\""
                                + ada
                                + "\"}],"
                                + "\"rate\":\"1,5\",\"line\":1}");
        assertThat(problem.get("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/lines/0/account_id",
                        "/lines/0/side",
                        "/lines/0/amount",
                        "/lines/0/ammount",
                        "/lines/1/side",
                        "/lines/1/amount",
                        "/rate",
                        "/line");
    }

    @Test
    void aHundredLinesAreAnEntryAndOneMoreIsNot() {
        List<String> lines = new ArrayList<>(Collections.nCopies(99, credit(bob, "1")));
        lines.addFirst(debit(ada, "99"));
        JsonNode made = created(tenant.post(PATH, entry(lines.toArray(String[]::new))));
        assertThat(made.get("lines")).hasSize(100);
        assertThat(ok(tenant.get(PATH + "/" + id(made)))).isEqualTo(made);
        assertThat(posted(bob)).isEqualTo("99");
        lines.add(credit(bob, "1"));
        assertError(tenant.post(PATH, entry(lines.toArray(String[]::new))), 400, "invalid_body");
    }

    @Test
    void entriesAreListedNewestFirst() {
        String yenBank = tenant.account(program, "settlement", "JPY");
        String yen = tenant.account(program, "consumer", "JPY");
        List<JsonNode> made = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            boolean odd = i % 2 == 1;
            made.addFirst(
                    created(
                            tenant.post(
                                    PATH,
                                    with(
                                            entry(
                                                    debit(odd ? ada : yenBank, "" + 2 * i),
                                                    credit(odd ? bob : yen, "" + i),
                                                    credit(odd ? fees : yen, "" + i)),
                                            "reference",
                                            "entry-" + i))));
            created(tenant.post("/v1/transfers", transferJson(ada, bob, "1")));
        }
        assertThat(walk(PATH + "?limit=2")).containsExactlyElementsOf(made);
        assertThat(walk(PATH + "?limit=1&account_id=" + ada))
                .containsExactly(made.get(0), made.get(2), made.get(4));
        // Two lines of one entry are one entry.
        assertThat(walk(PATH + "?limit=1&account_id=" + yen))
                .containsExactly(made.get(1), made.get(3));
        assertThat(ok(tenant.get(PATH + "?reference=entry-3")).get("data"))
                .containsExactly(made.get(2));
        assertThat(ok(tenant.get(PATH + "?reference=entry-9")).get("data")).isEmpty();
        String from = made.get(3).get("created_at").asText();
        String to = made.get(1).get("created_at").asText();
        String range = "&from=" + from + "&to=" + to;
        assertThat(walk(PATH + "?limit=1" + range)).containsExactly(made.get(2), made.get(3));
        assertThat(walk(PATH + "?limit=1&account_id=" + ada + range)).containsExactly(made.get(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_id=7",
                "from=yesterday",
                "from=2026-03-14T09:00:00Z&to=2026-03-14T09:00:00Z",
                "reference=a&from=2026-03-14T09:00:00Z",
                "program_id=7",
                "cursor=AAAA"
            })
    void aQueryThatCantBeServedIsRefused(String query) {
        assertError(tenant.get(PATH + "?" + query), 400, "invalid_parameter");
    }

    @Test
    void aCursorIsGoodForItsOwnListAlone() {
        for (int i = 0; i < 2; i++) {
            created(tenant.post(PATH, entry(debit(ada, "1"), credit(bob, "1"))));
        }
        String cursor = ok(tenant.get(PATH + "?limit=1")).get("next_cursor").asText();
        ok(tenant.get(PATH + "?limit=1&cursor=" + cursor));
        assertError(
                tenant.get(PATH + "?limit=1&account_id=" + ada + "&cursor=" + cursor),
                400,
                "invalid_parameter");
        assertError(new Tenant(service).get(PATH + "?cursor=" + cursor), 400, "invalid_parameter");
    }

    @Test
    void aReferenceIsUniqueOverEntriesAndTransfers() {
        String reference = "r-" + UUID.randomUUID();
        String request = with(entry(debit(ada, "1"), credit(bob, "1")), "reference", reference);
        created(tenant.post(PATH, request));
        assertError(tenant.post(PATH, request), 409, "reference_in_use");
        assertError(
                tenant.post(
                        "/v1/transfers", with(transferJson(ada, bob, "1"), "reference", reference)),
                409,
                "reference_in_use");
    }

    private List<JsonNode> walk(String path) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page = ok(tenant.get(path));
        page.get("data").forEach(all::add);
        while (page.get("has_more").asBoolean()) {
            page = ok(tenant.get(path + "&cursor=" + page.get("next_cursor").asText()));
            page.get("data").forEach(all::add);
        }
        return all;
    }

    private JsonNode newest(String account) {
        return ok(tenant.get("/v1/accounts/" + account + "/transfers?limit=1")).get("data").get(0);
    }

    private String posted(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).get("balances").get("posted").asText();
    }

    private static String id(JsonNode made) {
        return made.get("id").asText();
    }
}
