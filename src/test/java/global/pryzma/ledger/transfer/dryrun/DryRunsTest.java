package global.pryzma.ledger.transfer.dryrun;

import static global.pryzma.ledger.testing.Holds.part;
import static global.pryzma.ledger.testing.Holds.postPath;
import static global.pryzma.ledger.testing.Holds.voidPath;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Holds;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Dry runs over HTTP, of each operation and of each rule that can forbid it. */
@Execution(ExecutionMode.SAME_THREAD)
class DryRunsTest {
    private static final String TRANSFERS = "/v1/transfers";
    private static final String ENTRIES = "/v1/journal-entries";
    private static final String BATCHES = "/v1/transfers/batch";
    private static final String DRY_RUN = "?dry_run=true";
    private static final String MAX = "340282366920938463463374607431768211454";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final SaidAndDone saidAndDone = new SaidAndDone(tenant);
    private String program = "";
    private String bank = "";
    private String ada = "";
    private String shop = "";
    private String fee = "";

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        shop = tenant.account(program, "business", "USD_GT");
        fee = tenant.account(program, "fee", "USD_GT");
        created(tenant.post(TRANSFERS, transferJson(bank, ada, "1000")));
    }

    @Test
    void itTellsTheResponseWithoutWhatOnlyTheRequestGives() {
        String transfer = with(transferJson(ada, shop, "250"), "\"description\":\"Lunch\"");
        JsonNode said = ok(tenant.post(TRANSFERS + DRY_RUN, transfer));
        assertThat(said.get("status").asInt()).isEqualTo(201);
        assertThat(said.get("response").toString())
                .isEqualTo(
                        "{\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\",\"amount\":\"250\",\"currency\":\"USD_GT\",\"status\":\"posted\",\"description\":\"Lunch\"}"
                                .formatted(ada, shop));
        assertThat(said.get("accounts")).hasSize(2);
        assertThat(said.at("/accounts/0/id").asText()).isEqualTo(ada);
        assertThat(said.at("/accounts/0/currency").asText()).isEqualTo("USD_GT");
        assertThat(said.at("/accounts/0/balances/available").asText()).isEqualTo("750");
        assertThat(said.at("/accounts/1/balances/posted").asText()).isEqualTo("250");
        assertThat(said.get("not_foreseen")).hasSize(2);
        String named = with(transfer, "\"reference\":\"" + UUID.randomUUID() + "\"");
        assertThat(ok(tenant.post(TRANSFERS + DRY_RUN, named)).get("not_foreseen")).hasSize(3);
    }

    @Test
    void eachOperationDoesWhatWasSaid() {
        String paid = done(TRANSFERS, transferJson(ada, shop, "100"));
        String hold = done(TRANSFERS, Holds.json(ada, shop, "50"));
        String second = done(TRANSFERS, Holds.json(ada, shop, "20", 3600));
        String third = done(TRANSFERS, Holds.json(ada, shop, "7"));
        done(postPath(hold), part("30"));
        done(postPath(third), with("{}", "\"description\":\"All of it\""));
        done(voidPath(second), "");
        done(reversePath(paid), part("40"));
        done(reversePath(paid), part("60"));
        done(reversePath(hold), "");
        String entry = done(ENTRIES, entry(debit(ada, "80"), credit(shop, "75"), credit(fee, "5")));
        done(ENTRIES, entry(credit(fee, "5"), debit(shop, "5")));
        done(ENTRIES + "/" + entry + "/reverse", "");
        done(
                BATCHES,
                batch(true, transferJson(ada, shop, "1"), Holds.json(shop, fee, "2"), paidIn("9")));
        HttpResponse<String> each =
                saidAndDone.check(
                        BATCHES,
                        batch(
                                false,
                                transferJson(shop, ada, MAX),
                                transferJson(ada, shop, "5"),
                                transferJson(ada, ada, "5"),
                                Holds.json(fee, shop, "3")));
        assertThat(json(each).at("/results").findValuesAsText("status"))
                .containsExactly("422", "201", "posted", "422", "201", "pending");
    }

    @Test
    void aTransferThatWouldBeRefusedIsRefused() {
        refused(422, "insufficient_funds", TRANSFERS, transferJson(ada, shop, "1001"));
        refused(422, "insufficient_funds", TRANSFERS, Holds.json(ada, shop, "1001"));
        refused(422, "transfer_rejected", TRANSFERS, transferJson(ada, ada, "1"));
        String euros = tenant.account(program, "consumer", "EUR");
        refused(422, "transfer_rejected", TRANSFERS, transferJson(ada, euros, "1"));
        refused(404, "not_found", TRANSFERS, transferJson(ada, UUID.randomUUID().toString(), "1"));
        refused(400, "invalid_body", TRANSFERS, transferJson(ada, shop, "-1"));
        String outside = tenant.account(program, "external", "USD_GT");
        created(tenant.post(TRANSFERS, transferJson(outside, fee, MAX)));
        refused(422, "transfer_rejected", TRANSFERS, transferJson(outside, fee, MAX));
        String named = "\"reference\":\"" + UUID.randomUUID() + "\"";
        done(TRANSFERS, with(transferJson(ada, shop, "1"), named));
        refused(409, "reference_in_use", TRANSFERS, with(transferJson(ada, shop, "1"), named));
        freeze(shop, true);
        refused(409, "conflict", TRANSFERS, transferJson(ada, shop, "1"));
    }

    @Test
    void theEndOfAHoldThatWouldBeRefusedIsRefused() {
        String hold = done(TRANSFERS, Holds.json(ada, shop, "50"));
        refused(422, "transfer_rejected", postPath(hold), part("51"));
        refused(400, "invalid_body", postPath(hold), part("0"));
        refused(404, "not_found", postPath(UUID.randomUUID().toString()), "");
        refused(404, "not_found", voidPath(UUID.randomUUID().toString()), "");
        refused(404, "not_found", postPath(done(TRANSFERS, transferJson(ada, shop, "1"))), "");
        done(postPath(hold), part("20"));
        refused(409, "conflict", postPath(hold), "");
        refused(409, "conflict", voidPath(hold), "");
        String brief =
                created(tenant.post(TRANSFERS, Holds.json(ada, shop, "1", 1))).get("id").asText();
        await().until(() ->
                ok(tenant.get(TRANSFERS + "/" + brief)).get("status").asText().equals("expired"));
        refused(409, "conflict", postPath(brief), "");
        refused(409, "conflict", voidPath(brief), "");
    }

    /**
     * The rule that refuses it kills the id of the row that breaks it: so no id may be the real.
     */
    @Test
    void aHoldThatADryRunCouldNotPostIsPostedOnceItCan() {
        String hold = done(TRANSFERS, Holds.json(ada, shop, "50"));
        String other = done(TRANSFERS, Holds.json(ada, shop, "50"));
        UUID key = UUID.randomUUID();
        freeze(shop, true);
        for (String path : List.of(postPath(hold), postPath(other))) {
            assertThat(saidAndDone.ask(path, key, "").statusCode()).isEqualTo(409);
        }
        assertThat(saidAndDone.ask(voidPath(other), key, "").statusCode()).isEqualTo(200);
        freeze(shop, false);
        for (int i = 0; i < 3; i++) {
            assertThat(saidAndDone.ask(postPath(hold), key, "").statusCode()).isEqualTo(200);
            assertThat(saidAndDone.ask(voidPath(hold), key, "").statusCode()).isEqualTo(200);
        }
        assertThat(ok(tenant.get(TRANSFERS + "/" + hold)).get("status").asText())
                .isEqualTo("pending");
        assertThat(created(tenant.post(postPath(hold), key, "")).get("status").asText())
                .isEqualTo("posted");
        done(voidPath(other), "");
    }

    @Test
    void aReversalThatWouldBeRefusedIsRefused() {
        String paid = done(TRANSFERS, transferJson(ada, shop, "100"));
        String reversal = reversePath(paid);
        created(tenant.post(TRANSFERS, transferJson(bank, shop, "1000")));
        refused(409, "conflict", reversal, part("101"));
        done(reversal, part("70"));
        refused(409, "conflict", reversal, part("31"));
        refused(409, "conflict", reversal, "");
        created(tenant.post(TRANSFERS, transferJson(shop, fee, "1005")));
        refused(422, "insufficient_funds", reversal, part("30"));
        refused(404, "not_found", reversePath(UUID.randomUUID().toString()), "");
        String hold = done(TRANSFERS, Holds.json(ada, shop, "5"));
        refused(409, "conflict", reversePath(hold), "");
        freeze(shop, true);
        refused(409, "conflict", reversal, part("20"));
        freeze(shop, false);
        done(reversal, part("20"));
    }

    @Test
    void anEntryThatWouldBeRefusedIsRefused() {
        refused(422, "insufficient_funds", ENTRIES, entry(debit(ada, "1001"), credit(fee, "1001")));
        refused(400, "invalid_body", ENTRIES, entry(debit(ada, "10"), credit(fee, "11")));
        String unknown = UUID.randomUUID().toString();
        refused(404, "not_found", ENTRIES, entry(debit(ada, "10"), credit(unknown, "10")));
        String id = done(ENTRIES, entry(debit(ada, "10"), credit(fee, "4"), credit(shop, "6")));
        String reverse = ENTRIES + "/" + id + "/reverse";
        created(tenant.post(TRANSFERS, transferJson(shop, ada, "6")));
        refused(422, "insufficient_funds", reverse, "");
        created(tenant.post(TRANSFERS, transferJson(ada, shop, "6")));
        freeze(fee, true);
        refused(422, "batch_rejected", reverse, "");
        refused(422, "batch_rejected", ENTRIES, entry(debit(ada, "1"), credit(fee, "1")));
        freeze(fee, false);
        String back = done(reverse, "");
        refused(409, "conflict", reverse, "");
        refused(409, "conflict", ENTRIES + "/" + back + "/reverse", "");
        refused(404, "not_found", ENTRIES + "/" + unknown + "/reverse", "");
    }

    @Test
    void aBatchThatWouldBeRefusedIsRefused() {
        String one = transferJson(ada, shop, "1");
        String[] inFull = {one, transferJson(ada, shop, "1000"), one};
        refused(422, "insufficient_funds", BATCHES, batch(true, inFull));
        refused(422, "batch_rejected", BATCHES, batch(true, one, transferJson(fee, fee, "1")));
        String unknown = transferJson(ada, UUID.randomUUID().toString(), "1");
        refused(404, "not_found", BATCHES, batch(true, one, unknown));
        refused(404, "not_found", BATCHES, batch(false, one, unknown));
        String named = with(one, "\"reference\":\"" + UUID.randomUUID() + "\"");
        refused(400, "invalid_body", BATCHES, batch(false, named, named));
        done(TRANSFERS, named);
        refused(409, "reference_in_use", BATCHES, batch(false, one, named));
        refused(409, "reference_in_use", BATCHES, batch(true, one, named));
        JsonNode results = json(saidAndDone.check(BATCHES, batch(false, inFull))).get("results");
        assertThat(results.findValuesAsText("error")).containsExactly("insufficient_funds");
    }

    /** As many as there may be; a refused one more, and it says how far it has come. */
    @Test
    void aBatchOfWhichAlmostNothingCanBeDoneIsToldWithinBounds() {
        List<String> transfers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            transfers.add(transferJson(shop, ada, "1"));
        }
        transfers.add(transferJson(ada, shop, "1"));
        String told = batch(false, transfers.toArray(String[]::new));
        JsonNode said = ok(tenant.post(BATCHES + DRY_RUN, told));
        assertThat(said.at("/response/results").findValuesAsText("error"))
                .hasSize(100)
                .containsOnly("insufficient_funds");
        assertThat(said.at("/response/results/100/status").asInt()).isEqualTo(201);
        transfers.addFirst(transferJson(shop, ada, "1"));
        JsonNode problem =
                tenant.problem(BATCHES + DRY_RUN, batch(false, transfers.toArray(String[]::new)));
        assertThat(problem.get("error").asText()).isEqualTo("invalid_parameter");
        assertThat(problem.get("detail").asText())
                .isEqualTo(
                        "a dry run can't tell all of this batch: of its first 101 transfers 101"
                                + " would be refused; ask for fewer at a time");
    }

    @Test
    void linesAreTakenToo() {
        String path = BATCHES + DRY_RUN + "&atomic=";
        String body = transferJson(ada, shop, "1") + "\n" + transferJson(shop, ada, "1") + "\n";
        assertThat(ok(lines(path + "true", body)).at("/response/transfers")).hasSize(2);
        HttpResponse<String> each = lines(path + "false", body + transferJson(shop, ada, "1"));
        assertThat(ok(each).at("/response/results/2/error").asText())
                .isEqualTo("insufficient_funds");
    }

    private HttpResponse<String> lines(String path, String body) {
        return service.client()
                .send(
                        service.client()
                                .request(path)
                                .header("Authorization", "Bearer " + tenant.token(Scope.values()))
                                .header("Pryzma-Idempotency-Key", UUID.randomUUID().toString())
                                .header("Content-Type", "application/x-ndjson")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void nothingStays() {
        String paid = done(TRANSFERS, transferJson(ada, shop, "100"));
        String hold = done(TRANSFERS, Holds.json(ada, shop, "50"));
        String entry = done(ENTRIES, entry(debit(ada, "10"), credit(fee, "4"), credit(shop, "6")));
        done(reversePath(paid), part("1"));
        done(ENTRIES + "/" + entry + "/reverse", "");
        String named = "\"reference\":\"%s\",\"description\":\"x\"";
        List<Long> before = counts();
        for (String amount : List.of("5", "5000")) {
            for (String path : List.of(postPath(hold), reversePath(paid))) {
                askAbout(path, with(part(amount), named.formatted(UUID.randomUUID())));
            }
            askAbout(voidPath(hold), "");
            askAbout(ENTRIES + "/" + entry + "/reverse", "");
            askAbout(ENTRIES, entry(debit(ada, amount), credit(fee, amount)));
            String transfer = transferJson(ada, shop, amount);
            askAbout(TRANSFERS, with(transfer, named.formatted(UUID.randomUUID())));
            for (boolean atomic : new boolean[] {true, false}) {
                String item = with(transfer, named.formatted(UUID.randomUUID()));
                askAbout(BATCHES, batch(atomic, item, transferJson(ada, shop, "1")));
            }
        }
        assertThat(counts()).isEqualTo(before);
    }

    /** There is money for ten of twenty; each question is about all that there is. */
    @Test
    void whoAsksTakesNothingFromThoseWhoPayMeanwhile() throws Exception {
        String all = transferJson(ada, shop, "1000");
        List<HttpResponse<String>> answers =
                AtOnce.send(
                        60,
                        i ->
                                switch (i % 3) {
                                    case 0 ->
                                            tenant.post(TRANSFERS, transferJson(ada, shop, "100"));
                                    case 1 -> tenant.post(TRANSFERS + DRY_RUN, all);
                                    default ->
                                            tenant.post(BATCHES + DRY_RUN, batch(false, all, all));
                                });
        List<Integer> paid = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            switch (i % 3) {
                case 0 -> paid.add(answers.get(i).statusCode());
                case 1 -> assertThat(answers.get(i).statusCode()).isIn(200, 422);
                default -> assertThat(answers.get(i).statusCode()).isEqualTo(200);
            }
        }
        assertThat(paid).hasSize(20).containsOnly(201, 422);
        assertThat(paid).filteredOn(status -> status == 201).hasSize(10);
        JsonNode balances = ok(tenant.get("/v1/accounts/" + shop)).get("balances");
        assertThat(balances.get("posted").asText()).isEqualTo("1000");
    }

    private void askAbout(String path, String json) {
        UUID key = UUID.randomUUID();
        saidAndDone.ask(path, key, json);
        assertError(tenant.get("/v1/idempotency-keys/" + key), 404, "not_found");
    }

    /** What the organisation has in Postgres and in the ledger. */
    private List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        for (String table :
                List.of("idempotency_key", "transfer_text", "reservation", "key_trace")) {
            counts.add(
                    Sql.number(
                            service,
                            "SELECT count(*) FROM " + table + " WHERE organisation_id = ?",
                            tenant.organisation()));
        }
        Ledger ledger = service.bean(Ledger.class);
        LedgerCall call =
                new LedgerCall(tenant.organisation(), Deadline.after(Duration.ofSeconds(10)));
        int number =
                LedgerReadings.answered(
                                ledger.lookupAccounts(
                                        List.of(LedgerId.of(UUID.fromString(ada))), call))
                        .getFirst()
                        .account()
                        .ledger();
        for (TransferKind kind : TransferKind.values()) {
            var query = new LedgerTransfersQuery(number, kind.code(), TimeRange.ALWAYS, 1000);
            counts.add((long) LedgerReadings.answered(ledger.ledgerTransfers(query, call)).size());
        }
        return counts;
    }

    @Test
    void theKeyIsAsUnusedAsBefore() {
        UUID key = UUID.randomUUID();
        String transfer = transferJson(ada, shop, "1");
        assertThat(saidAndDone.ask(TRANSFERS, key, transfer).statusCode()).isEqualTo(200);
        assertThat(saidAndDone.ask(TRANSFERS, key, transferJson(ada, shop, "1001")).statusCode())
                .isEqualTo(422);
        String unknown = transferJson(ada, UUID.randomUUID().toString(), "1");
        assertThat(saidAndDone.ask(TRANSFERS, key, unknown).statusCode()).isEqualTo(404);
        assertError(tenant.get("/v1/idempotency-keys/" + key), 404, "not_found");
        HttpResponse<String> done = tenant.post(TRANSFERS, key, transferJson(ada, shop, "2"));
        created(done);
        // It is not looked at either.
        assertThat(saidAndDone.ask(TRANSFERS, key, transferJson(ada, shop, "3")).statusCode())
                .isEqualTo(200);
        assertThat(tenant.post(TRANSFERS, key, transferJson(ada, shop, "2")).body())
                .isEqualTo(done.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "=1", "=TRUE", "=yes", "=true&dry_run=true"})
    void anythingElseIsNoQuestion(String value) {
        String path = TRANSFERS + "?dry_run" + value;
        assertError(tenant.post(path, transferJson(ada, shop, "1")), 400, "invalid_parameter");
    }

    @Test
    void falseIsTheRequestItself() {
        String paid =
                created(tenant.post(TRANSFERS + "?dry_run=false", transferJson(ada, shop, "1")))
                        .get("id")
                        .asText();
        ok(tenant.get(TRANSFERS + "/" + paid));
    }

    @Test
    void theKeyHasToBeThere() {
        var request =
                service.client()
                        .request(TRANSFERS + DRY_RUN)
                        .header("Authorization", "Bearer " + tenant.token(Scope.values()))
                        .POST(
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        transferJson(ada, shop, "1")));
        assertError(service.client().send(request), 400, "missing_idempotency_key");
        assertError(
                service.client().send(request.header("Pryzma-Idempotency-Key", "mine")),
                400,
                "invalid_idempotency_key");
    }

    @Test
    void whatHasNoDryRunSaysSo() {
        String account = Tenant.accountJson(program, "fee", "USD_GT");
        assertError(tenant.post("/v1/accounts" + DRY_RUN, account), 400, "invalid_parameter");
        assertError(
                tenant.post("/v1/programs" + DRY_RUN, "{\"name\":\"x\"}"),
                400,
                "invalid_parameter");
        assertError(
                tenant.patch("/v1/accounts/" + ada + DRY_RUN, "{\"name\":\"x\"}"),
                400,
                "invalid_parameter");
        assertError(tenant.delete("/v1/accounts/" + fee + DRY_RUN), 400, "invalid_parameter");
    }

    @Test
    void balancesAreForThoseWhoMayReadThem() {
        String transfer = transferJson(ada, shop, "1");
        HttpResponse<String> said = ask(transfer, Scope.TRANSFERS_WRITE);
        assertThat(ok(said).has("accounts")).isFalse();
        assertThat(ok(said).at("/response/amount").asText()).isEqualTo("1");
        assertThat(ok(ask(transfer, Scope.TRANSFERS_WRITE, Scope.ACCOUNTS_READ)).get("accounts"))
                .hasSize(2);
        assertError(ask(transfer, Scope.ACCOUNTS_READ), 403, "insufficient_scope");
    }

    private HttpResponse<String> ask(String transfer, Scope... scopes) {
        return service.client()
                .post(TRANSFERS + DRY_RUN, tenant.token(scopes), UUID.randomUUID(), transfer);
    }

    @Test
    void anotherOrganisationsAreNotThere() {
        Tenant stranger = new Tenant(service);
        String paid = done(TRANSFERS, transferJson(ada, shop, "5"));
        String hold = done(TRANSFERS, Holds.json(ada, shop, "5"));
        String entry = done(ENTRIES, entry(debit(ada, "10"), credit(fee, "10")));
        for (String path :
                List.of(
                        postPath(hold),
                        voidPath(hold),
                        reversePath(paid),
                        ENTRIES + "/" + entry + "/reverse")) {
            assertError(stranger.post(path + DRY_RUN, ""), 404, "not_found");
        }
        String transfer = transferJson(ada, shop, "1");
        assertError(stranger.post(TRANSFERS + DRY_RUN, transfer), 404, "not_found");
        assertError(stranger.post(BATCHES + DRY_RUN, batch(false, transfer)), 404, "not_found");
        assertError(
                stranger.post(ENTRIES + DRY_RUN, entry(debit(ada, "1"), credit(fee, "1"))),
                404,
                "not_found");
    }

    /** Asks, does it, and gives the id of what was made. */
    private String done(String path, String json) {
        HttpResponse<String> done = saidAndDone.check(path, json);
        return created(done).path("id").asText();
    }

    /** Asks, tries it, and is refused both times. */
    private void refused(int status, String code, String path, String json) {
        HttpResponse<String> done = saidAndDone.check(path, json);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(status);
        assertThat(json(done).get("error").asText()).isEqualTo(code);
    }

    private void freeze(String account, boolean frozen) {
        String status = frozen ? "frozen" : "active";
        ok(tenant.patch("/v1/accounts/" + account, "{\"status\":\"" + status + "\"}"));
    }

    private String paidIn(String amount) {
        return transferJson(bank, ada, amount);
    }

    private static String reversePath(String transfer) {
        return "/v1/transfers/" + transfer + "/reverse";
    }

    private static String with(String json, String fields) {
        return json.substring(0, json.length() - 1) + (json.equals("{}") ? "" : ",") + fields + "}";
    }

    private static String entry(String... lines) {
        return "{\"lines\":[" + String.join(",", lines) + "]}";
    }

    private static String debit(String account, String amount) {
        return line("debit", account, amount);
    }

    private static String credit(String account, String amount) {
        return line("credit", account, amount);
    }

    private static String line(String side, String account, String amount) {
        return "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%s\"}"
                .formatted(account, side, amount);
    }

    private static String batch(boolean atomic, String... transfers) {
        return "{\"atomic\":" + atomic + ",\"transfers\":[" + String.join(",", transfers) + "]}";
    }
}
