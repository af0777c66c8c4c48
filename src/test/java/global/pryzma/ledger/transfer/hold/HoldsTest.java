package global.pryzma.ledger.transfer.hold;

import static global.pryzma.ledger.testing.Holds.part;
import static global.pryzma.ledger.testing.Holds.postPath;
import static global.pryzma.ledger.testing.Holds.voidPath;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Holds over HTTP: made, posted, voided, looked at. */
@Execution(ExecutionMode.SAME_THREAD)
class HoldsTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";
    private static final String ALL = "{}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String bank = "";
    private String ada = "";
    private String shop = "";

    @BeforeEach
    void openAccounts() {
        String program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
        shop = tenant.account(program, "business", "USD_GT");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1000")));
    }

    @Test
    void aHoldSetsTheMoneyAside() {
        JsonNode hold = created(tenant.post("/v1/transfers", Holds.json(ada, shop, "700")));
        assertThat(hold.get("status").asText()).isEqualTo("pending");
        assertThat(hold.get("amount").asText()).isEqualTo("700");
        assertThat(hold.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "id",
                        "debit_account_id",
                        "credit_account_id",
                        "amount",
                        "currency",
                        "status",
                        "created_at");
        assertThat(read(hold)).isEqualTo(hold);
        assertBalance(ada, "1000", "300");
        assertBalance(shop, "0", "0");
        assertThat(balances(ada).get("pending_debits").asText()).isEqualTo("700");
        assertThat(balances(shop).get("pending_credits").asText()).isEqualTo("700");
        // What is held can't be spent, nor what is only held for somebody.
        assertError(
                tenant.post("/v1/transfers", transferJson(ada, shop, "301")),
                422,
                "insufficient_funds");
        assertError(
                tenant.post("/v1/transfers", transferJson(shop, ada, "1")),
                422,
                "insufficient_funds");
        // Of a debit-normal account, it is the other side that counts.
        created(tenant.post("/v1/transfers", Holds.json(ada, bank, "50")));
        assertBalance(bank, "1000", "950");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ALL, "{\"amount\":\"700\"}"})
    void allOfItIsPosted(String body) {
        JsonNode hold = hold("700");
        JsonNode posted = created(tenant.post(postPath(id(hold)), body));
        assertEnded(hold, posted, "posted", "700");
        assertBalance(ada, "300", "300");
        assertBalance(shop, "700", "700");
        JsonNode post = resolution(posted);
        assertThat(post.get("amount").asText()).isEqualTo("700");
        assertThat(post.get("status").asText()).isEqualTo("posted");
        assertThat(post.get("debit_account_id").asText()).isEqualTo(ada);
        assertThat(post.get("credit_account_id").asText()).isEqualTo(shop);
    }

    /** Generated clients send it for a body that was not set. */
    @ParameterizedTest
    @ValueSource(strings = {"post", "void"})
    void nullIsNoBody(String end) {
        String path = "/v1/transfers/" + id(hold("700")) + "/" + end;
        String token = tenant.token(Scope.TRANSFERS_WRITE);
        created(service.client().post(path, token, UUID.randomUUID(), "null"));
    }

    @Test
    void aPartIsPostedAndTheRestIsFree() {
        JsonNode hold = hold("700");
        JsonNode posted = created(tenant.post(postPath(id(hold)), part("1")));
        assertEnded(hold, posted, "posted", "1");
        assertBalance(ada, "999", "999");
        assertBalance(shop, "1", "1");
        assertThat(resolution(posted).get("amount").asText()).isEqualTo("1");
        assertConflict(postPath(id(hold)), part("1"), "the hold was posted already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ALL})
    void itIsVoided(String body) {
        JsonNode hold = hold("700");
        JsonNode voided = created(tenant.post(voidPath(id(hold)), body));
        assertEnded(hold, voided, "voided", null);
        assertBalance(ada, "1000", "1000");
        assertBalance(shop, "0", "0");
        JsonNode giving = resolution(voided);
        assertThat(giving.get("status").asText()).isEqualTo("voided");
        assertThat(giving.get("amount").asText()).isEqualTo("700");
    }

    @ParameterizedTest
    @CsvSource({"post", "void"})
    void wordsGoWithTheHoldAndWithItsEnd(String end) {
        String reference = "auth-" + UUID.randomUUID();
        String words = ",\"description\":\"Room 12\",\"reference\":\"%s\"}".formatted(reference);
        JsonNode hold =
                created(
                        tenant.post(
                                "/v1/transfers",
                                Holds.json(ada, shop, "10", 4_294_967_295L).replace("}", words)));
        assertThat(hold.get("reference").asText()).isEqualTo(reference);
        JsonNode ended =
                created(
                        tenant.post(
                                "/v1/transfers/" + id(hold) + "/" + end,
                                "{\"reference\":\"end-of-%s\",\"metadata\":{\"a\":\"1\"}}"
                                        .formatted(reference)));
        assertThat(ended.get("description").asText()).isEqualTo("Room 12");
        assertThat(ended.get("reference").asText()).isEqualTo(reference);
        assertThat(ended.has("metadata")).isFalse();
        assertThat(ended.get("expires_at")).isEqualTo(hold.get("expires_at"));
        assertThat(read(hold)).isEqualTo(ended);
        JsonNode resolution = resolution(ended);
        assertThat(resolution.get("reference").asText()).isEqualTo("end-of-" + reference);
        assertThat(resolution.get("metadata").get("a").asText()).isEqualTo("1");
        // A reference is one transfer's, whichever kind it is of.
        JsonNode other = hold("1");
        assertError(
                tenant.post(
                        "/v1/transfers/" + id(other) + "/" + end,
                        "{\"reference\":\"%s\"}".formatted(reference)),
                409,
                "reference_in_use");
        assertThat(read(other)).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource({"post,{\"amount\":\"7\"}", "post,", "void,"})
    void aRepetitionIsAnsweredWithTheSameBytes(String end, String body) {
        UUID holdKey = UUID.randomUUID();
        String json = Holds.json(ada, shop, "10", 60);
        HttpResponse<String> hold = tenant.post("/v1/transfers", holdKey, json);
        created(hold);
        UUID key = UUID.randomUUID();
        String path = "/v1/transfers/" + id(json(hold)) + "/" + end;
        String sent = body == null ? "" : body;
        HttpResponse<String> first = tenant.post(path, key, sent);
        created(first);
        assertThat(first.headers().firstValue(REPLAYED)).isEmpty();
        JsonNode balances = balances(ada);
        // Recorded, and then told by the ledger alone, as after the purge.
        for (boolean recorded : new boolean[] {true, false, true}) {
            if (!recorded) {
                forget(key);
                forget(holdKey);
            }
            assertSame(tenant.post(path, key, sent), first, recorded);
            assertSame(tenant.post("/v1/transfers", holdKey, json), hold, recorded);
        }
        assertThat(balances(ada)).isEqualTo(balances);
        // Other content is another request.
        assertError(
                tenant.post(path, key, part("3")),
                end.equals("post") ? 422 : 400,
                end.equals("post") ? "idempotency_key_reused" : "invalid_body");
        assertError(
                tenant.post("/v1/transfers", holdKey, json.replace("60", "61")),
                422,
                "idempotency_key_reused");
        assertError(
                tenant.post("/v1/transfers", holdKey, transferJson(ada, shop, "10")),
                422,
                "idempotency_key_reused");
        forget(key);
        assertError(
                tenant.post("/v1/transfers", key, transferJson(ada, shop, "10")),
                422,
                "idempotency_key_reused");
    }

    private static void assertSame(
            HttpResponse<String> again, HttpResponse<String> first, boolean recorded) {
        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue(REPLAYED).isPresent()).isEqualTo(recorded);
    }

    @Test
    void aHoldEndsOnceAndTheOthersAreToldHow() {
        JsonNode posted = hold("10");
        created(tenant.post(postPath(id(posted)), ALL));
        JsonNode voided = hold("20");
        created(tenant.post(voidPath(id(voided)), ALL));
        String balance = balances(ada).toString();
        for (String end : List.of("post", "void")) {
            assertConflict(
                    "/v1/transfers/" + id(posted) + "/" + end, ALL, "the hold was posted already");
            assertConflict(
                    "/v1/transfers/" + id(voided) + "/" + end, ALL, "the hold was voided already");
        }
        // A capture that is tried again under a new key moves nothing again.
        UUID key = UUID.randomUUID();
        HttpResponse<String> refused = tenant.post(postPath(id(posted)), key, ALL);
        assertError(refused, 409, "conflict");
        HttpResponse<String> again = tenant.post(postPath(id(posted)), key, ALL);
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(again.headers().firstValue(REPLAYED)).contains("true");
        assertThat(balances(ada)).hasToString(balance);
        assertThat(read(posted).get("status").asText()).isEqualTo("posted");
        assertThat(read(voided).get("status").asText()).isEqualTo("voided");
    }

    @Test
    void moreThanIsHeldIsNotPosted() {
        JsonNode hold = hold("700");
        UUID key = UUID.randomUUID();
        for (String amount : List.of("701", "340282366920938463463374607431768211454")) {
            assertError(tenant.post(postPath(id(hold)), part(amount)), 422, "transfer_rejected");
        }
        assertThat(tenant.problem(postPath(id(hold)), part("701")).get("detail").asText())
                .isEqualTo("exceeds_pending_transfer_amount");
        assertError(tenant.post(postPath(id(hold)), key, part("701")), 422, "transfer_rejected");
        assertThat(read(hold)).isEqualTo(hold);
        assertBalance(ada, "1000", "300");
        created(tenant.post(postPath(id(hold)), part("700")));
        // What was refused with a key is refused with it for ever.
        forget(key);
        assertError(tenant.post(postPath(id(hold)), key, part("701")), 422, "transfer_rejected");
    }

    @Test
    void whatIsNoHoldOfTheCallerIsNotThere() {
        JsonNode hold = hold("10");
        JsonNode ended = created(tenant.post(postPath(id(hold)), ALL));
        String marker = CompanionIds.first(LedgerId.of(UUID.fromString(id(hold)))).toString();
        Tenant other = new Tenant(service);
        for (String end : List.of("post", "void")) {
            for (String none :
                    List.of(
                            UUID.randomUUID().toString(),
                            created(tenant.post("/v1/transfers", transferJson(ada, shop, "1")))
                                    .get("id")
                                    .asText(),
                            ended.get("resolved_by").asText(),
                            marker,
                            ada)) {
                String path = "/v1/transfers/" + none + "/" + end;
                assertError(tenant.post(path, ALL), 404, "not_found");
            }
            String path = "/v1/transfers/" + id(hold("1")) + "/" + end;
            assertError(other.post(path, ALL), 404, "not_found");
        }
        assertError(tenant.get("/v1/transfers/" + marker), 404, "not_found");
    }

    /** Its id is dead: neither money that comes later nor its id make a hold of it. */
    @Test
    void aHoldThatWasRefusedForLackOfFundsCantBePosted() {
        UUID key = UUID.randomUUID();
        String json = Holds.json(ada, shop, "1001");
        assertError(tenant.post("/v1/transfers", key, json), 422, "insufficient_funds");
        String id = derived(key);
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "5000")));
        UUID postKey = UUID.randomUUID();
        assertError(tenant.post(postPath(id), postKey, ALL), 404, "not_found");
        assertError(tenant.post(voidPath(id), ALL), 404, "not_found");
        assertError(tenant.post("/v1/transfers", key, json), 422, "insufficient_funds");
        forget(key);
        assertError(tenant.post("/v1/transfers", key, json), 422, "transfer_rejected");
        assertError(tenant.get("/v1/transfers/" + id), 404, "not_found");
        assertBalance(shop, "0", "0");
    }

    /** Nor does a copy of the post carry it out when the hold has come. */
    @Test
    void aPostBeforeItsHoldIsRefusedForEver() {
        UUID holdKey = UUID.randomUUID();
        UUID key = UUID.randomUUID();
        String path = postPath(derived(holdKey));
        HttpResponse<String> refused = tenant.post(path, key, ALL);
        assertError(refused, 404, "not_found");
        JsonNode hold = created(tenant.post("/v1/transfers", holdKey, Holds.json(ada, shop, "10")));
        assertThat(tenant.post(path, key, ALL).body()).isEqualTo(refused.body());
        forget(key);
        assertError(tenant.post(path, key, ALL), 422, "transfer_rejected");
        assertThat(read(hold)).isEqualTo(hold);
        created(tenant.post(path, ALL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"pending\":\"true\"",
                "\"pending\":1",
                "\"pending\":null",
                "\"timeout_seconds\":5",
                "\"pending\":false,\"timeout_seconds\":5",
                "\"pending\":true,\"timeout_seconds\":0",
                "\"pending\":true,\"timeout_seconds\":-1",
                "\"pending\":true,\"timeout_seconds\":4294967296",
                "\"pending\":true,\"timeout_seconds\":1.5",
                "\"pending\":true,\"timeout_seconds\":\"60\"",
                "\"pending\":true,\"expires_at\":\"2026-03-14T09:28:30Z\"",
            })
    void aHoldThatIsNoneIsRefused(String fields) {
        assertError(
                tenant.post(
                        "/v1/transfers",
                        transferJson(ada, shop, "1").replace("}", "," + fields + "}")),
                400,
                "invalid_body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "post|{\"amount\":\"0\"}|invalid_body",
                "post|{\"amount\":5}|invalid_body",
                "post|{\"amount\":\"-5\"}|invalid_body",
                "post|{\"amount\":\"340282366920938463463374607431768211455\"}|invalid_body",
                "post|{\"ammount\":\"5\"}|invalid_body",
                "post|[]|invalid_body",
                "post|x|invalid_body",
                "void|{\"amount\":\"5\"}|invalid_body",
                "void|{\"description\":\"\"}|invalid_body",
                "void|[null]|invalid_body",
            })
    void anEndThatIsNoneIsRefused(String end, String body, String code) {
        JsonNode hold = hold("10");
        assertError(tenant.post("/v1/transfers/" + id(hold) + "/" + end, body), 400, code);
        assertThat(read(hold)).isEqualTo(hold);
    }

    @Test
    void whatTheRestOfTheRequestMustBe() {
        String path = postPath(id(hold("10")));
        ServiceClient client = service.client();
        UUID key = UUID.randomUUID();
        assertError(tenant.post(postPath("x"), ALL), 400, "invalid_parameter");
        assertError(tenant.post(path + "?amount=5", ALL), 400, "invalid_parameter");
        assertError(
                client.post(path, tenant.token(Scope.TRANSFERS_READ), key, ALL),
                403,
                "insufficient_scope");
        assertError(
                client.send(
                        client.request(path)
                                .header(
                                        "Authorization",
                                        "Bearer " + tenant.token(Scope.TRANSFERS_WRITE))
                                .POST(HttpRequest.BodyPublishers.noBody())),
                400,
                "missing_idempotency_key");
        created(client.post(path, tenant.token(Scope.TRANSFERS_WRITE), key, ALL));
    }

    /** Status is told by the ledger alone, for a whole page at once. */
    @Test
    void aListShowsWhatHasBecomeOfEach() {
        List<JsonNode> newestFirst = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            JsonNode hold = hold("10");
            String path = "/v1/transfers/" + id(hold) + "/";
            JsonNode now =
                    switch (i % 3) {
                        case 0 -> created(tenant.post(path + "post", part("4")));
                        case 1 -> created(tenant.post(path + "void", ALL));
                        default -> hold;
                    };
            newestFirst.addFirst(now);
            if (i % 3 != 2) {
                newestFirst.addFirst(resolution(now));
            }
        }
        loseRecords();
        List<JsonNode> listed = new ArrayList<>();
        ok(tenant.get("/v1/accounts/" + shop + "/transfers?limit=100"))
                .get("data")
                .forEach(listed::add);
        assertThat(listed).isEqualTo(newestFirst);
        // In pages in which a hold and its end are not together.
        List<JsonNode> walked = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ok(tenant.get("/v1/accounts/" + shop + "/transfers?limit=3" + cursor));
            page.get("data").forEach(walked::add);
            cursor =
                    page.get("has_more").asBoolean()
                            ? "&cursor=" + page.get("next_cursor").asText()
                            : null;
        }
        assertThat(walked).isEqualTo(newestFirst);
        for (JsonNode one : newestFirst) {
            assertThat(read(one)).isEqualTo(one);
        }
    }

    @Test
    void aKeyTellsWhatItWasFor() {
        JsonNode hold = hold("10");
        UUID key = UUID.randomUUID();
        JsonNode ended = created(tenant.post(voidPath(id(hold)), key, ALL));
        JsonNode told = ok(tenant.get("/v1/idempotency-keys/" + key));
        assertThat(told.get("operation").asText()).isEqualTo("transfers.void");
        assertThat(told.get("response").get("body")).isEqualTo(ended);
        forget(key);
        JsonNode executed = ok(tenant.get("/v1/idempotency-keys/" + key));
        assertThat(executed.get("status").asText()).isEqualTo("executed");
        assertThat(executed.get("resource").get("id")).isEqualTo(ended.get("resolved_by"));
        // A cancel of what was done says so; of what was not, that it never will be.
        assertThat(ok(tenant.delete("/v1/idempotency-keys/" + key)).get("status").asText())
                .isEqualTo("executed");
        JsonNode open = hold("10");
        UUID unused = UUID.randomUUID();
        ok(tenant.delete("/v1/idempotency-keys/" + unused));
        assertError(tenant.post(postPath(id(open)), unused, ALL), 409, "request_cancelled");
        assertThat(read(open)).isEqualTo(open);
        created(tenant.post(postPath(id(open)), ALL));
    }

    private void loseRecords() {
        for (String table : List.of("idempotency_key", "key_trace", "transfer_text")) {
            Sql.run(
                    service,
                    "DELETE FROM %s WHERE organisation_id = ?".formatted(table),
                    tenant.organisation());
        }
    }

    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private String derived(UUID key) {
        return DerivedIds.of(tenant.organisation(), new IdempotencyKey(key)).id(0).toString();
    }

    private JsonNode hold(String amount) {
        return created(tenant.post("/v1/transfers", Holds.json(ada, shop, amount)));
    }

    private static String id(JsonNode transfer) {
        return transfer.get("id").asText();
    }

    private JsonNode read(JsonNode transfer) {
        return ok(tenant.get("/v1/transfers/" + id(transfer)));
    }

    private JsonNode resolution(JsonNode ended) {
        JsonNode resolution = ok(tenant.get("/v1/transfers/" + ended.get("resolved_by").asText()));
        assertThat(resolution.get("pending_transfer_id")).isEqualTo(ended.get("id"));
        assertThat(resolution.get("created_at")).isEqualTo(ended.get("resolved_at"));
        return resolution;
    }

    private void assertEnded(
            JsonNode hold, JsonNode ended, String status, @Nullable String posted) {
        assertThat(ended.get("status").asText()).isEqualTo(status);
        assertThat(ended.path("posted_amount").asText(null)).isEqualTo(posted);
        for (String same :
                List.of("id", "debit_account_id", "credit_account_id", "amount", "created_at")) {
            assertThat(ended.get(same)).isEqualTo(hold.get(same));
        }
        assertThat(read(hold)).isEqualTo(ended);
    }

    private JsonNode balances(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).get("balances");
    }

    private void assertBalance(String account, String posted, String available) {
        JsonNode balances = balances(account);
        assertThat(balances.get("posted").asText()).isEqualTo(posted);
        assertThat(balances.get("available").asText()).isEqualTo(available);
    }

    private void assertConflict(String path, String body, String detail) {
        assertError(tenant.post(path, body), 409, "conflict");
        assertThat(tenant.problem(path, body).get("detail").asText()).isEqualTo(detail);
    }
}
