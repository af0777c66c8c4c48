package global.pryzma.ledger.transfer;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Names that clients give to their transfers: whose they are, and how they are found by them. */
@Execution(ExecutionMode.SAME_THREAD)
class ReferencesTest {
    private static final String TRANSFERS = "/v1/transfers";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final String reference = "invoice " + UUID.randomUUID();
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
    void aReferenceIsUniqueInTheOrganisation() {
        String request = named(transferJson(bank, ada, "1"));
        String holder = created(tenant.post(TRANSFERS, request)).get("id").asText();
        UUID key = UUID.randomUUID();
        assertError(tenant.post(TRANSFERS, key, request), 409, "reference_in_use");
        assertThat(tenant.problem(TRANSFERS, request).get("detail").asText())
                .isEqualTo("transfer.reference is taken by transfer " + holder);
        HttpResponse<String> again = tenant.post(TRANSFERS, key, request);
        assertError(again, 409, "reference_in_use");
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(found(tenant)).containsExactly(holder);
    }

    @Test
    void anotherOrganisationsReferenceIsFreeAndNotFound() {
        created(tenant.post(TRANSFERS, named(transferJson(bank, ada, "1"))));
        Tenant other = new Tenant(service);
        assertThat(found(other)).isEmpty();
        String program = other.program();
        JsonNode theirs =
                created(
                        other.post(
                                TRANSFERS,
                                named(
                                        transferJson(
                                                other.account(program, "settlement", "USD_GT"),
                                                other.account(program, "consumer", "USD_GT"),
                                                "1"))));
        assertThat(found(other)).containsExactly(theirs.get("id").asText());
    }

    @Test
    void theReferenceOfARejectedTransferIsFreeAgain() {
        String tooMuch = named(transferJson(ada, bob, "1"));
        assertError(tenant.post(TRANSFERS, tooMuch), 422, "insufficient_funds");
        assertThat(found(tenant)).isEmpty();
        created(tenant.post(TRANSFERS, named(transferJson(bank, ada, "1"))));
    }

    /** As after 24 hours: nothing is left of the key, and its reservation stays. */
    @Test
    void itIsTakenForEverAlthoughTheRecordIsGone() {
        UUID key = UUID.randomUUID();
        String request = named(transferJson(bank, ada, "1"));
        HttpResponse<String> first = tenant.post(TRANSFERS, key, request);
        String holder = created(first).get("id").asText();
        lose("idempotency_key");
        assertError(tenant.post(TRANSFERS, request), 409, "reference_in_use");
        // Where the words are lost as well, the reservation alone says so.
        lose("transfer_text");
        assertThat(tenant.problem(TRANSFERS, request).get("detail").asText())
                .isEqualTo("transfer.reference is taken by transfer " + holder);
        assertThat(tenant.post(TRANSFERS, key, request).body()).isEqualTo(first.body());
        assertThat(found(tenant)).containsExactly(holder);
    }

    @Test
    void whereReservationsAreLostTheWordsTellWhoseItIs() {
        UUID key = UUID.randomUUID();
        String request = named(transferJson(bank, ada, "1"));
        HttpResponse<String> first = tenant.post(TRANSFERS, key, request);
        String holder = created(first).get("id").asText();
        lose("reservation");
        lose("idempotency_key");
        UUID another = UUID.randomUUID();
        assertError(tenant.post(TRANSFERS, another, request), 409, "reference_in_use");
        assertError(tenant.post(TRANSFERS, another, request), 409, "reference_in_use");
        assertThat(tenant.problem(TRANSFERS, request).get("detail").asText())
                .isEqualTo("transfer.reference is taken by transfer " + holder);
        assertThat(reservations()).isZero();
        assertThat(tenant.post(TRANSFERS, key, request).body()).isEqualTo(first.body());
        assertThat(reservations()).isOne();
        assertThat(found(tenant)).containsExactly(holder);
    }

    @Test
    void theHolderIsToldThoughItIsOneOfMany() {
        String items = transferJson(bank, bob, "1") + "," + named(transferJson(bank, ada, "1"));
        JsonNode batch =
                created(
                        tenant.post(
                                "/v1/transfers/batch",
                                "{\"atomic\":true,\"transfers\":[" + items + "]}"));
        String holder = batch.at("/transfers/1/id").asText();
        String request = named(transferJson(bank, ada, "1"));
        for (int i = 0; i < 2; i++) {
            assertThat(tenant.problem(TRANSFERS, request).get("detail").asText())
                    .isEqualTo("transfer.reference is taken by transfer " + holder);
            lose("reservation");
        }
    }

    /** Of many at once one has it, and nobody waits for a lock for good. */
    @Test
    void ofManyAtOnceOneHasIt() throws Exception {
        String request = named(transferJson(bank, ada, "1"));
        List<HttpResponse<String>> answers =
                AtOnce.send(150, number -> tenant.post(TRANSFERS, UUID.randomUUID(), request));
        assertThat(answers).filteredOn(it -> it.statusCode() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(it -> it.statusCode() != 201)
                .allSatisfy(it -> assertError(it, 409, "reference_in_use"));
        assertThat(found(tenant)).hasSize(1);
    }

    @Test
    void theListHasTheOneTransferOrNone() {
        assertThat(ok(tenant.get(path(reference))).toString())
                .isEqualTo("{\"data\":[],\"has_more\":false}");
        HttpResponse<String> response =
                tenant.post(TRANSFERS, named(transferJson(bank, ada, "1050")));
        created(response);
        assertThat(tenant.get(path(reference)).body())
                .isEqualTo("{\"data\":[" + response.body() + "],\"has_more\":false}");
        assertThat(ok(tenant.get(path(reference) + "&limit=1")).get("data")).hasSize(1);
        assertThat(found(tenant, reference.substring(1))).isEmpty();
        assertThat(found(tenant, reference + " ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"é€𝄞 & = + %", "'; DROP TABLE transfer_text; --", "\ufffd", " "})
    void aReferenceIsAnyText(String text) {
        String json = transferJson(bank, ada, "1").replace("}", ",\"reference\":\"" + text + "\"}");
        String id = created(tenant.post(TRANSFERS, json)).get("id").asText();
        assertThat(found(tenant, text)).containsExactly(id);
    }

    @Test
    void whatCanBeNoReferenceIsRefused() {
        for (String query :
                new String[] {
                    "?reference=",
                    "?reference=%00",
                    "?reference=a%00b",
                    "?reference=a&reference=b",
                    "?reference=a&limit=0",
                    "?reference=a&cursor=x",
                    "?reference=a&colour=red",
                    "?reference=a&status=posted",
                    "?reference=a&metadata[a]=b",
                    "?reference=" + "a".repeat(256)
                }) {
            assertError(tenant.get(TRANSFERS + query), 400, "invalid_parameter");
        }
        assertThat(found(tenant, "a".repeat(255))).isEmpty();
        assertError(
                service.client().get(path(reference), tenant.token(Scope.TRANSFERS_WRITE)),
                403,
                "insufficient_scope");
    }

    /** The organisation's rows. */
    private void lose(String table) {
        Sql.run(
                service,
                "DELETE FROM " + table + " WHERE organisation_id = ?",
                tenant.organisation());
    }

    private long reservations() {
        return Sql.number(
                service,
                "SELECT count(*) FROM reservation WHERE organisation_id = ?",
                tenant.organisation());
    }

    private String named(String json) {
        return json.replace("}", ",\"reference\":\"" + reference + "\"}");
    }

    private List<String> found(Tenant by) {
        return found(by, reference);
    }

    private static List<String> found(Tenant by, String text) {
        return ok(by.get(path(text))).get("data").findValuesAsText("id");
    }

    private static String path(String text) {
        return TRANSFERS + "?reference=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
