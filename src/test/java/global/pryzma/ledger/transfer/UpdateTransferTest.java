package global.pryzma.ledger.transfer;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ChangesOfWords;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** {@code PATCH} of a transfer over HTTP: its words, of every kind, and never its money. */
@Execution(ExecutionMode.SAME_THREAD)
class UpdateTransferTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String bank;
    private String ada;
    private String path;

    @BeforeEach
    void move() {
        String program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
        ada = tenant.account(program, "consumer", "EUR");
        path = made("/v1/transfers", transferJson(bank, ada, "1000"));
    }

    private String made(String where, String json) {
        return pathOf(created(tenant.post(where, json)).get("id"));
    }

    private static String pathOf(JsonNode id) {
        return "/v1/transfers/" + id.asText();
    }

    @Test
    void wordsAreReplacedAndRemovedOneByOne() {
        JsonNode plain = words().replaceAndRemoveOneByOne();
        assertThat(changed("{\"description\":\"C\",\"metadata\":{}}").get("metadata"))
                .as("an empty map is as good as none")
                .isEqualTo(plain.get("metadata"));
        assertThat(changed("{\"description\":null,\"metadata\":null}"))
                .as("what it was at first")
                .isEqualTo(
                        created(tenant.post("/v1/transfers", transferJson(bank, ada, "1000")))
                                .<ObjectNode>deepCopy()
                                .setAll(identity()));
    }

    /** What tells one transfer from another. */
    private ObjectNode identity() {
        return ((ObjectNode) ok(tenant.get(path))).retain("id", "created_at");
    }

    @Test
    void everyWayToItShowsItsWords() {
        String named =
                made(
                        "/v1/transfers",
                        transferJson(bank, ada, "7")
                                .replace(
                                        "}",
                                        ",\"reference\":\"topup-17\",\"description\":\"old\"}"));
        JsonNode changed = changed(named, "{\"description\":\"new\"}");
        assertThat(changed.get("reference").asText()).isEqualTo("topup-17");
        assertThat(ok(tenant.get("/v1/transfers?reference=topup-17")).get("data"))
                .containsExactly(changed);
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/transfers")).get("data").get(0))
                .isEqualTo(changed);
    }

    @Test
    void everyKindOfTransferCanBeDescribed() {
        String hold = made("/v1/transfers", Holds.json(ada, bank, "100"));
        JsonNode held = changed(hold, "{\"description\":\"held\"}");
        assertThat(held.get("status").asText()).isEqualTo("pending");
        String post =
                pathOf(created(tenant.post(hold + "/post", Holds.part("60"))).get("resolved_by"));
        changed(post, "{\"description\":\"the post of a hold\"}");
        JsonNode over = changed(hold, "{\"metadata\":{\"over\":\"yes\"}}");
        assertThat(over.get("description").asText()).isEqualTo("held");
        assertThat(over.get("posted_amount").asText()).isEqualTo("60");
        assertThat(pathOf(over.get("resolved_by"))).isEqualTo(post);

        String second = made("/v1/transfers", Holds.json(ada, bank, "100"));
        JsonNode voided = created(tenant.post(second + "/void", "{}"));
        changed(pathOf(voided.get("resolved_by")), "{\"description\":\"the void of a hold\"}");
        assertThat(changed(second, "{\"description\":\"given back\"}").get("status").asText())
                .isEqualTo("voided");

        String reversal = made(path + "/reverse", Holds.part("300"));
        assertThat(changed(reversal, "{\"description\":\"moved back\"}").has("reverses")).isTrue();
        assertThat(changed("{\"description\":\"d\"}").get("reversed_amount").asText())
                .isEqualTo("300");

        String batch =
                "{\"atomic\":true,\"transfers\":[%s]}".formatted(transferJson(bank, ada, "1"));
        JsonNode item = created(tenant.post("/v1/transfers/batch", batch)).at("/transfers/0/id");
        changed(pathOf(item), "{\"description\":\"an item\"}");
    }

    @Test
    void aLineOfAnEntryCanBeAndTheEntryItselfIsNoTransfer() {
        String line = "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%s\"}";
        String entry =
                "{\"lines\":[%s,%s,%s]}"
                        .formatted(
                                line.formatted(bank, "debit", "3"),
                                line.formatted(ada, "credit", "1"),
                                line.formatted(ada, "credit", "2"));
        JsonNode made = created(tenant.post("/v1/journal-entries", entry));
        String ofLine = pathOf(made.at("/lines/0/transfer_id"));
        JsonNode described = changed(ofLine, "{\"description\":\"one side\"}");
        assertThat(described.get("journal_entry_id")).isEqualTo(made.get("id"));
        assertThat(described.has("credit_account_id")).as("that is the service's own").isFalse();
        assertThat(ok(tenant.get("/v1/journal-entries/" + made.get("id").asText())))
                .isEqualTo(made);
        assertError(
                tenant.patch(pathOf(made.get("id")), "{\"description\":\"x\"}"), 404, "not_found");
    }

    @Test
    void moneyAndAccountsStayWhateverTheirStatus() {
        ok(tenant.patch("/v1/accounts/" + ada, "{\"status\":\"frozen\"}"));
        JsonNode before = ok(tenant.get("/v1/accounts/" + ada));
        changed("{\"description\":\"frozen\"}");
        assertThat(ok(tenant.get("/v1/accounts/" + ada))).isEqualTo(before);
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/transfers")).get("data")).hasSize(1);
    }

    @Test
    void manyAtOnceWithKeysOfTheirOwn() throws Exception {
        words().meetEachOther();
    }

    private ChangesOfWords words() {
        return new ChangesOfWords(tenant, path, "description");
    }

    @Test
    void manyAtOnceWithOneKeyAreOne() throws Exception {
        UUID key = UUID.randomUUID();
        AtOnce.assertOneAnswer(
                AtOnce.send(10, i -> tenant.patch(path, key, "{\"description\":\"d\"}")));
    }

    @Test
    void aRepeatedKeyGetsTheFirstResponseWhateverHasChangedSince() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = tenant.patch(path, key, "{\"description\":\"A\"}");
        ok(first);
        JsonNode later = changed("{\"description\":\"B\"}");
        HttpResponse<String> again = tenant.patch(path, key, " {\n\"description\" : \"A\" } ");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        assertThat(ok(tenant.get(path))).isEqualTo(later);
        for (String other : List.of("{\"description\":\"C\"}", "{\"description\":null}")) {
            assertError(tenant.patch(path, key, other), 422, "idempotency_key_reused");
        }
        assertError(
                tenant.patch("/v1/accounts/" + ada, key, "{\"name\":\"A\"}"),
                422,
                "idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"metadata\":{}}",
                "{\"description\":\"\"}",
                "{\"description\":7}",
                "{\"metadata\":[]}",
                "{\"metadata\":{\"k\":null}}",
                "{\"reference\":\"r\"}",
                "{\"reference\":null,\"description\":\"d\"}",
                "{\"description\":\"d\",\"amount\":\"1\"}",
                "{\"description\":\"d\",\"descripton\":\"d\"}"
            })
    void wrongBodies(String json) {
        UUID key = UUID.randomUUID();
        assertError(tenant.patch(path, key, json), 400, "invalid_body");
        ok(tenant.patch(path, key, "{\"description\":\"the key is still unused\"}"));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(tenant.problem("PATCH", path, "{}").at("/errors/0/detail").asText())
                .isEqualTo("must have at least one of description, metadata");
        JsonNode renamed =
                tenant.problem("PATCH", path, "{\"description\":\"d\",\"reference\":\"r\"}");
        assertThat(renamed.get("errors")).hasSize(1);
        assertThat(renamed.at("/errors/0/pointer").asText()).isEqualTo("/reference");
        assertThat(renamed.at("/errors/0/detail").asText())
                .isEqualTo("can't be changed: a reference belongs to a transfer for ever");
    }

    @Test
    void anothersTransferLooksLikeNone() {
        JsonNode before = ok(tenant.get(path));
        Tenant other = new Tenant(service);
        for (String none : List.of(path, pathOf(other.program()), "/v1/transfers/" + ada)) {
            Tenant who = none.equals(path) ? other : tenant;
            assertError(who.patch(none, "{\"description\":\"mine\"}"), 404, "not_found");
        }
        assertError(tenant.patch(path + "0", "{\"description\":\"x\"}"), 400, "invalid_parameter");
        assertThat(ok(tenant.get(path))).isEqualTo(before);
    }

    private static String pathOf(String id) {
        return "/v1/transfers/" + id;
    }

    @Test
    void theScopeIsNeeded() {
        String reader = tenant.token(Scope.TRANSFERS_READ, Scope.ACCOUNTS_WRITE);
        assertError(
                service.client().patch(path, reader, UUID.randomUUID(), "{\"description\":\"x\"}"),
                403,
                "insufficient_scope");
    }

    private JsonNode changed(String json) {
        return changed(path, json);
    }

    private JsonNode changed(String transfer, String json) {
        return tenant.changed(transfer, json);
    }
}
