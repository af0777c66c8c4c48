package global.pryzma.ledger.transfer.batch;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;
import static global.pryzma.ledger.transfer.batch.BatchJson.atomic;
import static global.pryzma.ledger.transfer.batch.BatchJson.batch;
import static global.pryzma.ledger.transfer.batch.BatchJson.each;
import static global.pryzma.ledger.transfer.batch.BatchJson.ones;
import static global.pryzma.ledger.transfer.batch.BatchJson.with;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Batches over HTTP, with the ledger and Postgres behind. */
@Execution(ExecutionMode.SAME_THREAD)
class BatchesTest {
    private static final String FULL =
            "\"pending\":true,\"timeout_seconds\":9,\"description\":\"d\",\"reference\":\"%d\",\"metadata\":{%s}";
    private static final String PATH = "/v1/transfers/batch";

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
    void eachIsMadeOrRefusedByItselfInTheirOrder() {
        String euros = tenant.account(program, "consumer", "EUR");
        String frozen = tenant.account(program, "consumer", "USD_GT");
        ok(tenant.patch("/v1/accounts/" + frozen, "{\"status\":\"frozen\"}"));
        JsonNode results =
                ok(tenant.post(
                                PATH,
                                each(
                                        transferJson(ada, bob, "1"),
                                        with(
                                                transferJson(bank, ada, "100"),
                                                "\"description\":\"Pay\",\"reference\":\"p\""),
                                        transferJson(ada, bob, "60"),
                                        transferJson(ada, bob, "60"),
                                        transferJson(bank, frozen, "1"),
                                        transferJson(ada, ada, "1"),
                                        transferJson(ada, euros, "1"),
                                        with(transferJson(ada, bob, "40"), "\"pending\":true"))))
                        .get("results");
        assertThat(results)
                .extracting(it ->
                        it.path("status").asInt()
                                + " "
                                + it.path("error").asText()
                                + " "
                                + it.path("detail").asText())
                .containsExactly(
                        "422 insufficient_funds exceeds_credits",
                        "201  ",
                        "201  ",
                        "422 insufficient_funds exceeds_credits",
                        "409 conflict credit_account_already_closed",
                        "422 transfer_rejected accounts_must_be_different",
                        "422 transfer_rejected accounts_must_have_the_same_ledger",
                        "201  ");
        JsonNode paid = results.get(1).get("transfer");
        assertThat(ok(tenant.get("/v1/transfers/" + id(paid)))).isEqualTo(paid);
        assertThat(ok(tenant.get("/v1/transfers?reference=p")).get("data").get(0)).isEqualTo(paid);
        assertThat(newest(bob)).isEqualTo(results.get(7).get("transfer"));
        assertThat(posted(ada)).isEqualTo("40");
        assertThat(posted(bob)).isEqualTo("60");
    }

    @Test
    void whatABatchMadeIsATransferLikeOthers() {
        JsonNode results =
                ok(tenant.post(
                                PATH,
                                each(
                                        transferJson(bank, ada, "100"),
                                        with(transferJson(ada, bob, "30"), "\"pending\":true"))))
                        .get("results");
        String paid = "/v1/transfers/" + id(results.get(0).get("transfer"));
        String held = "/v1/transfers/" + id(results.get(1).get("transfer"));
        created(tenant.post(held + "/post", "{}"));
        assertThat(ok(tenant.get(held)).get("status").asText()).isEqualTo("posted");
        created(tenant.post(paid + "/reverse", "{\"amount\":\"70\"}"));
        assertThat(ok(tenant.get(paid)).get("reversed_amount").asText()).isEqualTo("70");
        assertThat(posted(ada)).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSameKeyGetsTheSameAnswerAndMovesNothing(boolean all) {
        UUID key = UUID.randomUUID();
        List<String> transfers =
                List.of(
                        with(
                                transferJson(bank, ada, "7"),
                                "\"description\":\"Pay\",\"metadata\":{\"a\":\"1\"}"),
                        transferJson(ada, bob, "3"));
        HttpResponse<String> first = tenant.post(PATH, key, batch(all, transfers));
        assertThat(first.statusCode()).isEqualTo(all ? 201 : 200);
        HttpResponse<String> again = tenant.post(PATH, key, batch(all, transfers));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(posted(bob)).isEqualTo("3");
        JsonNode known = ok(tenant.get("/v1/idempotency-keys/" + key));
        assertThat(known.at("/response/body")).isEqualTo(json(first));
        assertThat(known.get("operation").asText())
                .isEqualTo(all ? "transfers.batch_atomic" : "transfers.batch_independent");
        assertThat(ok(tenant.delete("/v1/idempotency-keys/" + key)).at("/response/body"))
                .isEqualTo(json(first));
        assertError(tenant.post(PATH, key, batch(!all, transfers)), 422, "idempotency_key_reused");
        assertError(
                tenant.post(PATH, key, batch(all, transfers.subList(0, 1))),
                422,
                "idempotency_key_reused");
    }

    @Test
    void anAtomicOneIsMadeAsAWhole() {
        JsonNode made =
                created(
                                tenant.post(
                                        PATH,
                                        atomic(
                                                transferJson(bank, ada, "10"),
                                                transferJson(ada, bob, "10"),
                                                with(
                                                        transferJson(bob, ada, "10"),
                                                        "\"pending\":true"))))
                        .get("transfers");
        assertThat(made.findValuesAsText("status")).containsExactly("posted", "posted", "pending");
        assertThat(newest(ada)).isEqualTo(made.get(2));
        assertThat(ok(tenant.get("/v1/transfers/" + id(made.get(0))))).isEqualTo(made.get(0));
    }

    /** The first that the ledger refuses is named, and nothing has moved. */
    @Test
    void anAtomicOneIsRefusedAsAWhole() {
        String frozen = tenant.account(program, "consumer", "USD_GT");
        ok(tenant.patch("/v1/accounts/" + frozen, "{\"status\":\"frozen\"}"));
        UUID key = UUID.randomUUID();
        String poor =
                atomic(
                        with(transferJson(bank, ada, "10"), "\"reference\":\"first\""),
                        transferJson(ada, bob, "11"),
                        transferJson(bank, frozen, "1"));
        HttpResponse<String> refused = tenant.postForProblem(PATH, key, poor);
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode funds = json(refused);
        assertThat(funds.get("error").asText()).isEqualTo("insufficient_funds");
        assertThat(funds.get("detail").asText()).isEqualTo("/transfers/1 exceeds_credits");
        assertThat(funds.at("/errors/0/pointer").asText()).isEqualTo("/transfers/1");
        assertThat(tenant.post(PATH, key, poor).body()).isEqualTo(refused.body());
        JsonNode closed =
                tenant.problem(
                        PATH,
                        atomic(
                                with(transferJson(bank, ada, "10"), "\"reference\":\"first\""),
                                transferJson(bank, frozen, "1")));
        assertThat(closed.get("error").asText()).isEqualTo("batch_rejected");
        assertThat(closed.at("/errors/0/pointer").asText()).isEqualTo("/transfers/1");
        assertThat(posted(ada)).isEqualTo("0");
        // Its reference is free again.
        created(
                tenant.post(
                        "/v1/transfers",
                        with(transferJson(bank, ada, "10"), "\"reference\":\"first\"")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"transfers\":[{}]} | /transfers/0/debit_account_id",
                "{\"transfers\":[]} | /transfers",
                "{\"transfers\":{}} | /transfers",
                "{\"transfers\":[1],\"atomic\":true} | /transfers/0",
                "{\"atomic\":true} | /transfers",
                "{\"atomic\":1,\"transfers\":[1]} | /transfers/0",
                "{\"atomic\":true,\"more\":1,\"transfers\":[2]} | /transfers/0",
                "{\"transfers\":[1],\"transfers\":[1]} | /transfers",
                "{\"transfers\":[{\"x\":1}]} | /transfers/0/debit_account_id",
                "[] | ''",
                "{\"transfers\":[{}] | ''"
            })
    void aWrongFormNamesItsPlace(String body, String pointer) {
        JsonNode problem = tenant.problem(PATH, body);
        assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
        assertThat(problem.get("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void wrongItemsAreNamedAll() {
        JsonNode problem =
                tenant.problem(
                        PATH,
                        each(
                                transferJson(bank, ada, "0"),
                                with(transferJson(bank, ada, "1"), "\"reference\":\"r\""),
                                with(transferJson(bank, ada, "1"), "\"colour\":\"red\""),
                                with(transferJson(bank, ada, "1"), "\"reference\":\"r\"")));
        assertThat(problem.get("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/transfers/0/amount", "/transfers/2/colour", "/transfers/3/reference");
        assertThat(posted(ada)).isEqualTo("0");
    }

    @Test
    void atMost8000AreTaken() {
        JsonNode problem = tenant.problem(PATH, batch(false, ones(8_001, bank, ada)));
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/transfers");
        assertThat(problem.get("detail").asText()).contains("1 to 8000");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void unknownAccountsRefuseTheWhole(boolean all) {
        UUID key = UUID.randomUUID();
        String nobody = UUID.randomUUID().toString();
        String request =
                batch(
                        all,
                        List.of(
                                transferJson(bank, ada, "1"),
                                transferJson(nobody, ada, "1"),
                                transferJson(nobody, nobody, "1")));
        HttpResponse<String> refused = tenant.postForProblem(PATH, key, request);
        assertThat(refused.statusCode()).isEqualTo(404);
        JsonNode problem = json(refused);
        assertThat(problem.get("errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/transfers/1/debit_account_id",
                        "/transfers/2/debit_account_id",
                        "/transfers/2/credit_account_id");
        assertThat(tenant.post(PATH, key, request).body()).isEqualTo(refused.body());
        assertThat(posted(ada)).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTakenReferenceRefusesTheWhole(boolean all) {
        String taken = with(transferJson(bank, ada, "1"), "\"reference\":\"taken\"");
        created(tenant.post("/v1/transfers", taken));
        JsonNode problem =
                tenant.problem(
                        PATH,
                        batch(
                                all,
                                List.of(
                                        with(
                                                transferJson(bank, ada, "1"),
                                                "\"reference\":\"free\""),
                                        taken)));
        assertThat(problem.get("error").asText()).isEqualTo("reference_in_use");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/transfers/1/reference");
        created(
                tenant.post(
                        "/v1/transfers",
                        with(transferJson(bank, ada, "1"), "\"reference\":\"free\"")));
    }

    @Test
    void ofManyTakenReferencesTheFirstHundredAreTold() {
        String one = transferJson(bank, ada, "1");
        List<String> named =
                IntStream.range(0, 120)
                        .mapToObj(i -> with(one, "\"reference\":\"many-" + i + "\""))
                        .toList();
        created(tenant.post(PATH, batch(true, named)));
        JsonNode problem = tenant.problem(PATH, batch(false, named));
        assertThat(problem.get("error").asText()).isEqualTo("reference_in_use");
        assertThat(problem.get("errors").findValuesAsText("pointer"))
                .isEqualTo(
                        IntStream.range(0, 100)
                                .mapToObj(i -> "/transfers/" + i + "/reference")
                                .toList());
    }

    /** The others keep theirs. */
    @Test
    void theReferenceOfARefusedOneIsFreeAgain() {
        ok(
                tenant.post(
                        PATH,
                        each(
                                with(transferJson(ada, bob, "1"), "\"reference\":\"refused\""),
                                with(transferJson(bank, ada, "1"), "\"reference\":\"made\""))));
        created(
                tenant.post(
                        "/v1/transfers",
                        with(transferJson(bank, ada, "1"), "\"reference\":\"refused\"")));
        assertError(
                tenant.post(
                        "/v1/transfers",
                        with(transferJson(bank, ada, "1"), "\"reference\":\"made\"")),
                409,
                "reference_in_use");
    }

    /** Whoever waits for it gets it, at whatever moment it is given back. */
    @Test
    void theReferenceOfARefusedOneIsForWhoWaitsForIt() throws Exception {
        for (int i = 0; i < 40; i++) {
            String reference = "\"reference\":\"race-" + i + "\"";
            String refused = each(with(transferJson(ada, bob, "1"), reference));
            String good = with(transferJson(bank, bob, "1"), reference);
            List<String> ends =
                    AtOnce.send(
                                    4,
                                    n ->
                                            n == 0
                                                    ? tenant.post(PATH, refused)
                                                    : tenant.post("/v1/transfers", good))
                            .stream()
                            .skip(1)
                            .map(it -> it.statusCode() + " " + json(it).path("error").asText())
                            .toList();
            assertThat(ends)
                    .containsExactlyInAnyOrder(
                            "201 ", "409 reference_in_use", "409 reference_in_use");
        }
    }

    @Test
    void ofManyAccountsThatAreNotThereAHundredAreTold() {
        String nobody = UUID.randomUUID().toString();
        List<String> transfers = new ArrayList<>(List.of(transferJson(nobody, ada, "1")));
        transfers.addAll(Collections.nCopies(60, transferJson(nobody, nobody, "1")));
        JsonNode problem = tenant.problem(PATH, batch(true, transfers));
        assertThat(problem.get("error").asText()).isEqualTo("not_found");
        assertThat(problem.get("errors")).hasSize(100);
    }

    /** What is wrong is put into words a hundred times, and counted from there on. */
    @Test
    void ofManyErrorsAHundredAreTold() {
        String unknown =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "\"f" + i + "\":0")
                        .collect(Collectors.joining(","));
        String one = transferJson(bank, ada, "1");
        String beside =
                batch(true, List.of(one)).replace("{\"atomic\"", "{" + unknown + ",\"atomic\"");
        for (String body : List.of(beside, batch(true, List.of(with(one, unknown))))) {
            JsonNode problem = tenant.problem(PATH, body);
            assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
            assertThat(problem.get("detail").asText()).endsWith("(and 19999 more)");
            assertThat(problem.get("errors")).hasSize(100);
        }
    }

    /** Of small values, of which many fit into a body, and take a multiple of it in memory. */
    @Test
    void aBodyHasNoMoreValuesThanTheLargestBatch() {
        String values = "[" + "0,".repeat(1 << 20) + "0]";
        String one = transferJson(bank, ada, "1");
        for (String body :
                List.of(
                        "{\"x\":" + values + "}",
                        batch(true, List.of(with(one, "\"x\":" + values))))) {
            JsonNode problem = tenant.problem(PATH, body);
            assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
            assertThat(problem.get("detail").asText()).contains("too many values");
        }
        String entries =
                IntStream.range(0, 50)
                        .mapToObj(i -> "\"k" + i + "\":\"\"")
                        .collect(Collectors.joining(","));
        List<String> largest =
                IntStream.range(0, 8_000)
                        .mapToObj(i -> with(one, FULL.formatted(i, entries)))
                        .toList();
        // All of it has been read, and nothing is wrong with it but this.
        assertThat(
                        tenant.problem(PATH, batch(true, largest).replaceFirst("true", "1"))
                                .get("errors"))
                .map(it -> it.get("pointer").asText())
                .containsExactly("/atomic");
    }

    @Test
    void aReferenceThatStandsTwiceIsToldWhereItStands() {
        String named = with(transferJson(bank, ada, "1"), "\"reference\":\"r\"");
        JsonNode errors =
                tenant.problem(PATH, batch(true, List.of("1", named, named))).get("errors");
        assertThat(errors.findValuesAsText("pointer"))
                .containsExactly("/transfers/0", "/transfers/2/reference");
        assertThat(errors.get(1).get("detail").asText())
                .isEqualTo("is the reference of /transfers/1");
    }

    @Test
    void linesAreABatchAsWell() {
        UUID key = UUID.randomUUID();
        String lines = String.join("\n", ones(2, bank, ada)) + "\n";
        HttpResponse<String> response = lines(PATH + "?atomic=true", key, lines);
        assertThat(created(response).get("transfers")).hasSize(2);
        // What is asked is the same.
        assertThat(tenant.post(PATH, key, batch(true, ones(2, bank, ada))).body())
                .isEqualTo(response.body());
        assertThat(ok(lines(PATH + "?atomic=false", UUID.randomUUID(), lines)).get("results"))
                .hasSize(2);
        for (String query : List.of("", "?atomic=", "?atomic=yes", "?atomic=true&atomic=true")) {
            assertError(lines(PATH + query, UUID.randomUUID(), lines), 400, "invalid_parameter");
        }
        assertError(
                tenant.post(PATH + "?atomic=true", batch(true, ones(1, bank, ada))),
                400,
                "invalid_parameter");
        for (String wrong : List.of("\n\n", "{}", "[]", "{", "1\n2")) {
            assertError(
                    lines(PATH + "?atomic=true", UUID.randomUUID(), wrong), 400, "invalid_body");
        }
        assertError(
                lines("/v1/transfers", UUID.randomUUID(), lines), 415, "unsupported_media_type");
    }

    /** 64 KiB are the limit of all other routes. */
    @Test
    void aLargeBodyIsForBatchesAlone() {
        String large = batch(false, ones(1_000, bank, ada));
        assertThat(large.length()).isGreaterThan(64 << 10);
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = tenant.post(PATH, key, large);
        assertThat(ok(first).get("results")).hasSize(1_000);
        assertThat(tenant.post(PATH, key, large).body()).isEqualTo(first.body());
        // Beside its command a batch stores little, and no answer.
        assertThat(
                        Sql.number(
                                service,
                                "SELECT coalesce(octet_length(claim), 0) + octet_length(plan)"
                                        + " + octet_length(response)"
                                        + " FROM idempotency_key WHERE key = ?",
                                key))
                .isLessThan(16 * 1_000);
        assertThat(posted(ada)).isEqualTo("1000");
        assertError(tenant.post("/v1/transfers", large), 413, "body_too_large");
        assertError(tenant.post("/v1/journal-entries", large), 413, "body_too_large");
        assertError(
                tenant.post(PATH, " ".repeat((16 << 20) + 1 - large.length()) + large),
                413,
                "body_too_large");
    }

    /** Codes and the batch's command: its own record may be gone when the cancel is repeated. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelTellsTheWholeAnswerAndKeepsItShort(boolean all) {
        UUID key = UUID.randomUUID();
        UUID cancel = UUID.randomUUID();
        String path = "/v1/idempotency-keys/" + key;
        String asked = batch(all, ones(200, bank, ada));
        HttpResponse<String> made = tenant.post(PATH, key, asked);
        HttpResponse<String> told = tenant.delete(path, cancel);
        assertThat(ok(told).at("/response/body")).isEqualTo(json(made));
        // Of the batch itself the command is packed, and here a text within a command.
        assertThat(octets(key)).isLessThan(asked.length() / 3);
        assertThat(octets(cancel)).isLessThan(asked.length());
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        HttpResponse<String> again = tenant.delete(path, cancel);
        assertThat(again.body()).isEqualTo(told.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        JsonNode ofCancel = ok(tenant.delete("/v1/idempotency-keys/" + cancel));
        assertThat(ofCancel.at("/response/body")).isEqualTo(json(told));
        assertThat(ok(tenant.get("/v1/idempotency-keys/" + cancel)).get("response"))
                .isEqualTo(ofCancel.get("response"));
    }

    private long octets(UUID key) {
        return Sql.number(
                service,
                "SELECT coalesce(octet_length(claim), 0) + coalesce(octet_length(command), 0)"
                        + " + octet_length(response) FROM idempotency_key WHERE key = ?",
                key);
    }

    private HttpResponse<String> lines(String path, UUID key, String lines) {
        ServiceClient client = service.client();
        return client.send(
                client.request(path)
                        .header("Authorization", "Bearer " + tenant.token(Scope.values()))
                        .header("Pryzma-Idempotency-Key", key.toString())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(lines)));
    }

    private static String id(JsonNode resource) {
        return resource.get("id").asText();
    }

    private JsonNode newest(String account) {
        return ok(tenant.get("/v1/accounts/" + account + "/transfers?limit=1")).get("data").get(0);
    }

    private String posted(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).at("/balances/posted").asText();
    }
}
