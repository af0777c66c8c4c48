package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;
import static global.pryzma.ledger.transfer.journal.EntryJson.credit;
import static global.pryzma.ledger.transfer.journal.EntryJson.debit;
import static global.pryzma.ledger.transfer.journal.EntryJson.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.transfer.batch.BatchJson;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An account's entries over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class AccountEntriesTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String bank = "";
    private String ada = "";
    private String bob = "";

    @BeforeEach
    void openAccounts() {
        String program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        bob = tenant.account(program, "consumer", "USD_GT");
    }

    @Test
    void aMovementIsSeenByBothItsAccounts() {
        JsonNode made =
                created(
                        tenant.post(
                                "/v1/transfers",
                                BatchJson.with(
                                        transferJson(bank, ada, "1050"),
                                        "\"description\":\"Top-up\",\"metadata\":{\"order\":\"17\"}")));
        JsonNode adas = only(ada, "");
        assertThat(adas.get("transfer_id")).isEqualTo(made.get("id"));
        assertThat(adas.get("kind").asText()).isEqualTo("transfer");
        assertThat(adas.get("direction").asText()).isEqualTo("credit");
        assertThat(adas.get("counterparty_account_id").asText()).isEqualTo(bank);
        assertThat(adas.get("amount").asText()).isEqualTo("1050");
        assertThat(adas.get("posted_after").asText()).isEqualTo("1050");
        assertThat(adas.get("description").asText()).isEqualTo("Top-up");
        assertThat(adas.at("/metadata/order").asText()).isEqualTo("17");
        assertThat(adas.get("created_at")).isEqualTo(made.get("created_at"));
        JsonNode banks = only(bank, "");
        assertThat(banks.get("direction").asText()).isEqualTo("debit");
        assertThat(banks.get("counterparty_account_id").asText()).isEqualTo(ada);
        assertThat(banks.get("amount").asText())
                .as("a settlement account grows by debits")
                .isEqualTo("1050");
        moved(ada, bob, "50");
        JsonNode spent = entries(ada, "").getFirst();
        assertThat(spent.get("amount").asText()).isEqualTo("-50");
        assertThat(spent.get("posted_after").asText()).isEqualTo("1000");
    }

    @Test
    void everyKindSaysWhatItIs() {
        JsonNode in = moved(bank, ada, "1000");
        JsonNode hold = created(tenant.post("/v1/transfers", Holds.json(ada, bob, "60")));
        JsonNode post = created(tenant.post(Holds.postPath(id(hold)), Holds.part("25")));
        JsonNode other = created(tenant.post("/v1/transfers", Holds.json(ada, bob, "5")));
        JsonNode end = created(tenant.post(Holds.voidPath(id(other)), ""));
        JsonNode back =
                created(
                        tenant.post(
                                "/v1/transfers/" + id(in) + "/reverse", "{\"amount\":\"100\"}"));
        JsonNode split =
                created(
                        tenant.post(
                                "/v1/journal-entries",
                                entry(debit(ada, "10"), credit(bob, "6"), credit(bank, "4"))));
        JsonNode pair =
                created(
                        tenant.post(
                                "/v1/journal-entries", entry(debit(ada, "7"), credit(bob, "7"))));
        created(
                tenant.post(
                        "/v1/transfers/batch",
                        BatchJson.atomic(
                                transferJson(ada, bob, "1"), transferJson(ada, bob, "2"))));

        List<JsonNode> entries = entries(ada, "order=asc");
        assertThat(texts(entries, "kind"))
                .containsExactly(
                        "transfer",
                        "hold",
                        "post",
                        "hold",
                        "void",
                        "reversal",
                        "line",
                        "line",
                        "transfer",
                        "transfer");
        assertThat(texts(entries, "amount"))
                .containsExactly("1000", "-60", "-25", "-5", "-5", "-100", "-10", "-7", "-1", "-2");
        assertThat(texts(entries, "posted_after"))
                .containsExactly(
                        "1000", "1000", "975", "975", "975", "875", "865", "858", "857", "855");
        assertThat(texts(entries, "pending_transfer_id"))
                .containsExactly("", "", id(hold), "", id(other), "", "", "", "", "");
        assertThat(texts(entries, "reverses"))
                .containsExactly("", "", "", "", "", id(in), "", "", "", "");
        assertThat(texts(entries, "journal_entry_id"))
                .containsExactly("", "", "", "", "", "", id(split), id(pair), "", "");
        assertThat(texts(entries, "counterparty_account_id"))
                .containsExactly(bank, bob, bob, bob, bob, bank, "", bob, bob, bob);
        assertThat(texts(entries.subList(0, 6), "transfer_id"))
                .containsExactly(
                        id(in),
                        id(hold),
                        post.get("resolved_by").asText(),
                        id(other),
                        end.get("resolved_by").asText(),
                        id(back));

        List<JsonNode> posted = entries(ada, "order=asc&include_pending=false");
        assertThat(posted)
                .isEqualTo(entries.stream().filter(AccountEntriesTest::isPosted).toList());
        assertThat(entries(ada, "order=asc&include_pending=true")).isEqualTo(entries);
        assertThat(entries(ada, "")).isEqualTo(entries.reversed());
        assertThat(entries(ada, "order=desc&direction=debit"))
                .isEqualTo(entries.reversed().subList(0, 9));
        assertThat(texts(entries(ada, "direction=credit"), "transfer_id")).containsExactly(id(in));
    }

    private static boolean isPosted(JsonNode entry) {
        return !List.of("hold", "void").contains(entry.get("kind").asText());
    }

    /** From inclusive, to exclusive, to the nanosecond. */
    @Test
    void aRangeBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
        List<String> times = new ArrayList<>();
        for (String amount : List.of("1", "2", "3", "4")) {
            times.add(moved(bank, ada, amount).get("created_at").asText());
        }
        String second = times.get(1);
        String fourth = times.get(3);
        assertThat(texts(entries(ada, "order=asc&from=" + second + "&to=" + fourth), "amount"))
                .containsExactly("2", "3");
        assertThat(texts(entries(ada, "from=" + second + "&to=" + fourth), "amount"))
                .containsExactly("3", "2");
        assertThat(texts(entries(ada, "to=" + second), "amount")).containsExactly("1");
        assertThat(texts(entries(ada, "from=" + fourth), "posted_after")).containsExactly("10");
        assertThat(entries(ada, "from=2200-01-01T00:00:00Z")).isEmpty();
        assertThat(entries(ada, "from=2500-01-01T00:00:00Z&to=2600-01-01T00:00:00Z")).isEmpty();
        assertThat(entries(ada, "from=1000-01-01T00:00:00Z&to=1100-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void aWalkMeetsWhatIsCreatedMeanwhileAtTheEndOnly() {
        for (int i = 1; i <= 5; i++) {
            moved(bank, ada, String.valueOf(i));
        }
        JsonNode newest = page(ada, "limit=2");
        JsonNode oldest = page(ada, "limit=2&order=asc");
        moved(bank, ada, "6");
        assertThat(rest(ada, newest, "limit=2")).containsExactly("3", "2", "1");
        assertThat(rest(ada, oldest, "limit=2&order=asc")).containsExactly("3", "4", "5", "6");
        assertThat(
                        page(
                                        ada,
                                        "limit=3&order=asc&to="
                                                + oldest.at("/data/1/created_at").asText())
                                .get("has_more")
                                .asBoolean())
                .isFalse();
    }

    /** A cursor is good for its account, organisation, filters and order. */
    @Test
    void aCursorIsOfItsListAlone() {
        moved(bank, ada, "3");
        moved(ada, bob, "1");
        moved(ada, bob, "1");
        String from = "from=2026-01-01T00:00:00Z";
        String cursor = page(ada, "limit=1&" + from).get("next_cursor").asText();
        ok(tenant.get(path(ada) + "?limit=1&" + from + "&cursor=" + cursor));
        for (String query :
                List.of(
                        "",
                        from + "&order=asc",
                        from + "&direction=debit",
                        from + "&include_pending=false",
                        from + "&to=2200-01-01T00:00:00Z",
                        "from=2026-01-01T00:00:01Z")) {
            assertError(
                    tenant.get(path(ada) + "?" + query + "&cursor=" + cursor),
                    400,
                    "invalid_parameter");
        }
        assertError(
                tenant.get(path(bob) + "?" + from + "&cursor=" + cursor), 400, "invalid_parameter");
        assertError(
                tenant.get("/v1/accounts/" + ada + "/transfers?cursor=" + cursor),
                400,
                "invalid_parameter");
    }

    /** Of many holds in a row not all are looked at: a page may be empty, and goes on. */
    @Test
    void aPageWithoutHoldsIsShortAndGoesOn() {
        moved(bank, ada, "1000");
        moved(ada, bob, "1");
        List<String> holds = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            holds.add(Holds.json(ada, bob, "1"));
        }
        created(tenant.post("/v1/transfers/batch", BatchJson.batch(true, holds)));
        JsonNode page = page(ada, "limit=3&include_pending=false");
        assertThat(page.get("data")).hasSize(2);
        assertThat(page.get("has_more").asBoolean()).isFalse();
        assertThat(page(ada, "limit=2&include_pending=false").get("data"))
                .isEqualTo(page.get("data"));
        moved(ada, bob, "2");
        assertThat(texts(entries(ada, "limit=1&include_pending=false"), "amount"))
                .containsExactly("-2", "-1", "1000");
    }

    @Test
    void largeWordsMakeShortPages() {
        String large = "x".repeat(500);
        StringBuilder metadata = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            metadata.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("\":\"")
                    .append(large)
                    .append('"');
        }
        List<String> transfers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            transfers.add(
                    BatchJson.with(
                            transferJson(bank, ada, "1"), "\"metadata\":{" + metadata + "}"));
        }
        created(tenant.post("/v1/transfers/batch", BatchJson.batch(true, transfers)));
        JsonNode page = page(ada, "limit=100");
        assertThat(page.get("has_more").asBoolean()).isTrue();
        assertThat(page.get("data")).hasSizeBetween(30, 50);
        assertThat(entries(ada, "limit=100")).hasSize(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direction=both",
                "direction=",
                "direction=DEBIT",
                "order=newest",
                "order=asc&order=asc",
                "include_pending=1",
                "include_pending=",
                "from=yesterday",
                "from=2026-03-14T00:00:00Z&to=2026-03-14T00:00:00Z",
                "from=2026-03-15T00:00:00Z&to=2026-03-14T00:00:00Z",
                "limit=0",
                "limit=101",
                "cursor=x",
                "kind=hold",
                "offset=20"
            })
    void aBadQueryIsRefused(String query) {
        assertError(tenant.get(path(ada) + "?" + query), 400, "invalid_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direction=both | direction must be debit or credit",
                "order=newest | order must be asc or desc",
                "include_pending=1 | include_pending must be true or false",
            })
    void itSaysWhatAParameterMayBe(String query, String detail) {
        JsonNode problem = tenant.problem("GET", path(ada) + "?" + query, "");
        assertThat(problem.get("detail").asText()).isEqualTo(detail);
    }

    /** Years of which the ledger's nanoseconds have no number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2300-01-01T00:00:00Z",
                "from=2300-01-01T00:00:00Z&to=2400-01-01T00:00:00Z",
                "to=1960-01-01T00:00:00Z",
                "from=1950-01-01T00:00:00Z&to=1960-01-01T00:00:00Z",
            })
    void whereNoTimeOfTheLedgerIsThereIsNothing(String query) {
        for (String order : List.of("asc", "desc")) {
            assertThat(page(ada, query + "&order=" + order).get("data")).isEmpty();
        }
        assertThat(ok(tenant.get("/v1/transfers?" + query)).get("data")).isEmpty();
    }

    @Test
    void anotherAccountDoesNotExist() {
        assertError(tenant.get(path(UUID.randomUUID().toString())), 404, "not_found");
        assertError(new Tenant(service).get(path(ada)), 404, "not_found");
        assertError(
                service.client().get(path(ada), tenant.token(Scope.ACCOUNTS_READ)),
                403,
                "insufficient_scope");
    }

    private JsonNode moved(String debit, String credit, String amount) {
        return created(tenant.post("/v1/transfers", transferJson(debit, credit, amount)));
    }

    private JsonNode only(String account, String query) {
        List<JsonNode> entries = entries(account, query);
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private JsonNode page(String account, String query) {
        return ok(tenant.get(path(account) + "?" + query));
    }

    private List<JsonNode> entries(String account, String query) {
        return EntryPages.of(tenant, account, query);
    }

    private List<String> rest(String account, JsonNode page, String query) {
        return texts(EntryPages.after(tenant, account, query, page), "amount");
    }

    private static List<String> texts(List<JsonNode> entries, String field) {
        return entries.stream().map(entry -> entry.path(field).asText()).toList();
    }

    private static String path(String account) {
        return EntryPages.path(account);
    }

    private static String id(JsonNode made) {
        return made.get("id").asText();
    }
}
