package global.pryzma.ledger.transfer.reversal;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.LedgerId;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** Reversals over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class ReversalsTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";
    private static final String MAX = "340282366920938463463374607431768211454";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String program = "";
    private String bank = "";
    private String ada = "";
    private String shop = "";

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        shop = tenant.account(program, "business", "USD_GT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"amount\":\"1050\"}"})
    void theWholeOfItIsMovedBack(String body) {
        JsonNode original = transfer(bank, ada, "1050");
        UUID key = UUID.randomUUID();
        HttpResponse<String> response = tenant.post(path(original), key, body);
        JsonNode reversal = created(response);
        assertThat(reversal.get("debit_account_id").asText()).isEqualTo(ada);
        assertThat(reversal.get("credit_account_id").asText()).isEqualTo(bank);
        assertThat(reversal.get("amount").asText()).isEqualTo("1050");
        assertThat(reversal.get("status").asText()).isEqualTo("posted");
        assertThat(reversal.get("reverses")).isEqualTo(original.get("id"));
        assertThat(reversal.has("reversed_amount")).isFalse();
        assertThat(posted(ada)).isEqualTo("0");
        assertThat(posted(bank)).isEqualTo("0");
        assertThat(read(reversal)).isEqualTo(reversal);
        assertThat(read(original).get("reversed_amount").asText()).isEqualTo("1050");
        assertThat(list(ada)).containsExactly(reversal, read(original));

        HttpResponse<String> again = tenant.post(path(original), key, body);
        assertThat(again.body()).isEqualTo(response.body());
        assertThat(again.headers().firstValue(REPLAYED)).contains("true");
        assertThat(list(ada)).hasSize(2);
        JsonNode record = ok(tenant.get("/v1/idempotency-keys/" + key));
        assertThat(record.get("operation").asText()).isEqualTo("transfers.reverse");
        assertThat(record.at("/response/body")).isEqualTo(reversal);
    }

    @Test
    void partsAreMovedBackUntilNothingIsLeft() {
        JsonNode original = transfer(bank, ada, "1050");
        transfer(bank, ada, "5000");
        assertThat(original.has("reversed_amount")).isFalse();
        assertThat(read(original)).as("nothing is said of nothing").isEqualTo(original);
        created(reverse(original, "250"));
        assertThat(read(original).get("reversed_amount").asText()).isEqualTo("250");
        assertTooLittle(original, "", "of 1050, 800 is left to be reversed");
        assertTooLittle(original, part("801"), "of 1050, 800 is left to be reversed");
        assertTooLittle(original, part("1051"), "of 1050, 800 is left to be reversed");
        assertTooLittle(original, part(MAX), "of 1050, 800 is left to be reversed");
        created(reverse(original, "799"));
        created(reverse(original, "1"));
        assertTooLittle(original, part("1"), "of 1050, 0 is left to be reversed");
        assertThat(read(original).get("reversed_amount").asText()).isEqualTo("1050");
        assertThat(posted(ada)).isEqualTo("5000");
    }

    /** As long as nothing was reversed, too. */
    @Test
    void moreThanAllOfItIsRefused() {
        JsonNode original = transfer(bank, ada, "10");
        assertTooLittle(original, part("11"), "of 10, 10 is left to be reversed");
        created(tenant.post(path(original), ""));
    }

    @Test
    void twentyPartsAtOnceAreNeverMoreThanTheWhole() throws Exception {
        JsonNode original = transfer(bank, ada, "300");
        transfer(bank, ada, "5000");
        List<HttpResponse<String>> answers = AtOnce.send(20, _ -> reverse(original, "30"));
        assertThat(answers.stream().filter(it -> it.statusCode() == 201)).hasSize(10);
        assertThat(answers.stream().filter(it -> it.statusCode() != 201))
                .allSatisfy(it -> assertError(it, 409, "conflict"));
        assertThat(read(original).get("reversed_amount").asText()).isEqualTo("300");
        assertThat(posted(ada)).isEqualTo("5000");
    }

    @Test
    void ofTwoKeysAtOneMomentOneReversesIt() throws Exception {
        for (int i = 0; i < 5; i++) {
            JsonNode original = transfer(bank, ada, "70");
            transfer(bank, ada, "70");
            List<HttpResponse<String>> answers =
                    AtOnce.send(2, _ -> tenant.post(path(original), ""));
            assertThat(answers.stream().map(HttpResponse::statusCode))
                    .containsExactlyInAnyOrder(201, 409);
            assertThat(read(original).get("reversed_amount").asText()).isEqualTo("70");
        }
        assertThat(posted(ada)).isEqualTo("350");
    }

    @Test
    void itNeedsFundsLikeAnyTransfer() {
        JsonNode original = transfer(bank, ada, "100");
        transfer(ada, shop, "60");
        UUID key = UUID.randomUUID();
        assertError(tenant.post(path(original), key, ""), 422, "insufficient_funds");
        created(reverse(original, "40"));
        assertThat(read(original).get("reversed_amount").asText()).isEqualTo("40");
        transfer(bank, ada, "60");
        HttpResponse<String> again = tenant.post(path(original), key, "");
        assertError(again, 422, "insufficient_funds");
        assertThat(again.headers().firstValue(REPLAYED)).contains("true");
        created(reverse(original, "60"));
        assertThat(posted(ada)).isEqualTo("0");
    }

    @Test
    void aHoldThatWasPostedIsReversedUpToWhatWasPosted() {
        transfer(bank, ada, "1000");
        transfer(bank, shop, "9");
        JsonNode hold = created(tenant.post("/v1/transfers", Holds.json(ada, shop, "500")));
        assertTooLittle(
                hold, "", "it is a hold that nobody has posted: a void gives the money back");
        JsonNode posted = created(tenant.post(Holds.postPath(id(hold)), part("420")));
        assertTooLittle(hold, part("421"), "of 420, 420 is left to be reversed");
        created(reverse(hold, "20"));
        JsonNode reversal = created(reverse(hold, "400"));
        assertThat(reversal.get("reverses")).isEqualTo(hold.get("id"));
        assertTooLittle(hold, part("1"), "of 420, 0 is left to be reversed");
        assertThat(read(hold).get("posted_amount").asText()).isEqualTo("420");
        assertThat(read(hold).get("reversed_amount").asText()).isEqualTo("420");
        JsonNode post = ok(tenant.get("/v1/transfers/" + posted.get("resolved_by").asText()));
        assertThat(post.has("reversed_amount")).isFalse();
        assertTooLittle(post, "", "it has posted hold " + id(hold) + ": reverse that one");
        assertThat(posted(ada)).isEqualTo("1000");
        assertThat(posted(shop)).isEqualTo("9");
    }

    @Test
    void whatHasMovedNothingCantBeReversed() {
        transfer(bank, ada, "1000");
        JsonNode hold = created(tenant.post("/v1/transfers", Holds.json(ada, shop, "500")));
        JsonNode voided = created(tenant.post(Holds.voidPath(id(hold)), ""));
        assertTooLittle(hold, "", "it is a hold that was voided: nothing was moved");
        assertTooLittle(
                ok(tenant.get("/v1/transfers/" + voided.get("resolved_by").asText())),
                "",
                "it is the void of hold " + id(hold) + ": nothing was moved");
        JsonNode expiring = created(tenant.post("/v1/transfers", Holds.json(ada, shop, "5", 1)));
        await().until(() -> read(expiring).get("status").asText().equals("expired"));
        assertTooLittle(expiring, "", "it is a hold that has expired: nothing was moved");
    }

    @Test
    void aReversalCantBeReversed() {
        JsonNode original = transfer(bank, ada, "10");
        JsonNode reversal = created(reverse(original, "10"));
        assertTooLittle(reversal, "", "it is itself a reversal, of transfer " + id(original));
    }

    /** The first link is judged before the second, and its accounts before its amount. */
    @ParameterizedTest
    @CsvSource({
        "true, true, true, true, 409, the account that the money would come from is frozen or"
                + " closed",
        "false, true, true, true, 409, the account that the money would go to is frozen or closed",
        "false, false, true, true, 422, exceeds_credits",
        "false, false, false, true, 409, 'of 100, 90 is left to be reversed'"
    })
    void rulesInTheOrderInWhichTheLedgerJudgesThem(
            boolean fromFrozen,
            boolean toFrozen,
            boolean poor,
            boolean tooMuch,
            int status,
            String detail) {
        JsonNode original = transfer(bank, ada, "100");
        transfer(bank, ada, "1000");
        created(reverse(original, "10"));
        if (poor) {
            transfer(ada, shop, "1090");
        }
        if (fromFrozen) {
            freeze(ada);
        }
        if (toFrozen) {
            freeze(bank);
        }
        HttpResponse<String> refused =
                tenant.postForProblem(
                        path(original), UUID.randomUUID(), part(tooMuch ? "91" : "90"));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(json(refused).get("detail").asText()).isEqualTo(detail);
    }

    /** Which stands before the limits of the accounts. */
    @Test
    void whatTheCountersCantHoldIsRejected() {
        String external = tenant.account(program, "external", "USD_GT");
        JsonNode original = transfer(bank, ada, "100");
        transfer(ada, shop, "100");
        transfer(external, bank, MAX);
        JsonNode refused = tenant.problem(path(original), "");
        assertThat(refused.get("error").asText()).isEqualTo("transfer_rejected");
        assertThat(refused.get("detail").asText()).isEqualTo("overflows_credits_posted");
    }

    @Test
    void aClosedAccountGetsNothingBack() {
        transfer(bank, ada, "10");
        JsonNode original = transfer(ada, shop, "10");
        ok(tenant.delete("/v1/accounts/" + ada));
        assertTooLittle(original, "", "the account that the money would go to is frozen or closed");
        assertThat(read(original).has("reversed_amount")).isFalse();
    }

    @Test
    void wordsGoWithIt() {
        JsonNode original = transfer(bank, ada, "10");
        String reference = "refund " + UUID.randomUUID();
        String words =
                "{\"amount\":\"4\",\"description\":\"Came back\",\"metadata\":{\"a\":\"1\"},"
                        + "\"reference\":\"%s\"}".formatted(reference);
        HttpResponse<String> response = tenant.post(path(original), words);
        JsonNode reversal = created(response);
        assertThat(reversal.get("description").asText()).isEqualTo("Came back");
        assertThat(reversal.get("reference").asText()).isEqualTo(reference);
        assertThat(read(reversal)).isEqualTo(reversal);
        assertThat(found(reference)).containsExactly(reversal);
        // The reference is one of all that can have one.
        assertInUse(path(original), words, reversal);
        String named = ",\"reference\":\"" + reference + "\"}";
        assertInUse("/v1/transfers", transferJson(bank, ada, "1").replace("}", named), reversal);
        JsonNode hold = created(tenant.post("/v1/transfers", Holds.json(ada, shop, "2")));
        assertInUse(Holds.postPath(id(hold)), named.replaceFirst(",", "{"), reversal);
        assertInUse(Holds.voidPath(id(hold)), named.replaceFirst(",", "{"), reversal);
        Sql.run(
                service,
                "DELETE FROM reservation WHERE organisation_id = ?",
                tenant.organisation());
        assertInUse(path(original), words, reversal);
        assertInUse(Holds.postPath(id(hold)), named.replaceFirst(",", "{"), reversal);

        String other = "post " + UUID.randomUUID();
        JsonNode posted =
                created(tenant.post(Holds.postPath(id(hold)), "{\"reference\":\"" + other + "\"}"));
        assertThat(found(other))
                .singleElement()
                .satisfies(post -> assertThat(post.get("id")).isEqualTo(posted.get("resolved_by")));
    }

    @Test
    void aRejectedReversalGivesItsReferenceBack() {
        JsonNode original = transfer(bank, ada, "10");
        String named = "{\"reference\":\"r " + UUID.randomUUID() + "\"}";
        transfer(ada, shop, "10");
        assertError(tenant.post(path(original), named), 422, "insufficient_funds");
        transfer(bank, ada, "20");
        created(reverse(original, "1"));
        assertError(tenant.post(path(original), named), 409, "conflict");
        JsonNode second = transfer(bank, ada, "10");
        created(tenant.post(path(second), named));
    }

    @Test
    void aKeyStandsForOneReversal() {
        JsonNode original = transfer(bank, ada, "10");
        JsonNode other = transfer(bank, ada, "10");
        UUID key = UUID.randomUUID();
        created(tenant.post(path(original), key, part("5")));
        for (HttpResponse<String> reused :
                List.of(
                        tenant.post(path(original), key, part("6")),
                        tenant.post(path(original), key, ""),
                        tenant.post(
                                path(original), key, "{\"amount\":\"5\",\"description\":\"x\"}"),
                        tenant.post(path(other), key, part("5")),
                        tenant.post("/v1/transfers", key, transferJson(ada, bank, "5")))) {
            assertError(reused, 422, "idempotency_key_reused");
        }
        assertThat(posted(ada)).isEqualTo("15");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        JsonNode original = transfer(bank, ada, "10");
        UUID key = UUID.randomUUID();
        JsonNode reversal = created(tenant.post(path(original), key, ""));
        LedgerId id = LedgerId.of(UUID.fromString(id(original)));
        LedgerId second = DerivedIds.of(tenant.organisation(), new IdempotencyKey(key)).id(1);
        for (Object none :
                List.of(
                        UUID.randomUUID(),
                        ada,
                        CompanionIds.first(id),
                        CompanionIds.second(id),
                        second,
                        new UUID(0, 0))) {
            assertError(tenant.post(path(none.toString()), ""), 404, "not_found");
            assertError(tenant.get("/v1/transfers/" + none), 404, "not_found");
        }
        for (LedgerId own : List.of(CompanionIds.first(id), CompanionIds.second(id))) {
            assertError(tenant.get("/v1/accounts/" + own), 404, "not_found");
            assertError(
                    tenant.post("/v1/transfers", transferJson(bank, own.toString(), "1")),
                    404,
                    "not_found");
        }
        Tenant other = new Tenant(service);
        other.account(other.program(), "consumer", "USD_GT");
        assertError(other.post(path(original), ""), 404, "not_found");
        assertError(other.post(path(reversal), ""), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":\"0\"}",
                "{\"amount\":\"-1\"}",
                "{\"amount\":5}",
                "{\"amount\":\"\"}",
                "{\"amount\":null}",
                "{\"amount\":\"340282366920938463463374607431768211455\"}",
                "{\"reference\":\"\"}",
                "{\"colour\":\"red\"}",
                "{\"amount\":\"1\",\"amount\":\"1\"}",
                "[]",
                "x"
            })
    void whatIsNoReversal(String body) {
        JsonNode original = transfer(bank, ada, "10");
        assertError(tenant.post(path(original), body), 400, "invalid_body");
    }

    @Test
    void badPathsKeysAndScopes() {
        JsonNode original = transfer(bank, ada, "10");
        assertError(tenant.post(path("1"), ""), 400, "invalid_parameter");
        assertError(tenant.post(path(original) + "?amount=1", ""), 400, "invalid_parameter");
        assertError(
                service.client()
                        .post(
                                path(original),
                                tenant.token(Scope.TRANSFERS_READ, Scope.ACCOUNTS_WRITE),
                                UUID.randomUUID(),
                                ""),
                403,
                "insufficient_scope");
    }

    private JsonNode transfer(String debit, String credit, String amount) {
        return created(tenant.post("/v1/transfers", transferJson(debit, credit, amount)));
    }

    private HttpResponse<String> reverse(JsonNode transfer, String amount) {
        return tenant.post(path(transfer), part(amount));
    }

    private static String part(String amount) {
        return "{\"amount\":\"" + amount + "\"}";
    }

    private void assertTooLittle(JsonNode transfer, String body, String detail) {
        HttpResponse<String> refused =
                tenant.postForProblem(path(transfer), UUID.randomUUID(), body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(json(refused).get("error").asText()).isEqualTo("conflict");
        assertThat(json(refused).get("detail").asText()).isEqualTo(detail);
    }

    private void assertInUse(String path, String body, JsonNode holder) {
        JsonNode refused = tenant.problem(path, body);
        assertThat(refused.get("error").asText()).isEqualTo("reference_in_use");
        assertThat(refused.get("detail").asText())
                .isEqualTo("transfer.reference is taken by transfer " + id(holder));
    }

    private void freeze(String account) {
        ok(tenant.patch("/v1/accounts/" + account, "{\"status\":\"frozen\"}"));
    }

    private JsonNode read(JsonNode transfer) {
        return ok(tenant.get("/v1/transfers/" + id(transfer)));
    }

    private JsonNode list(String account) {
        return ok(tenant.get("/v1/accounts/" + account + "/transfers?limit=100")).get("data");
    }

    private JsonNode found(String reference) {
        return ok(tenant.get("/v1/transfers?reference=" + reference.replace(" ", "%20")))
                .get("data");
    }

    private String posted(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).at("/balances/posted").asText();
    }

    private static String id(JsonNode transfer) {
        return transfer.get("id").asText();
    }

    private static String path(JsonNode transfer) {
        return path(id(transfer));
    }

    private static String path(String id) {
        return "/v1/transfers/" + id + "/reverse";
    }
}
