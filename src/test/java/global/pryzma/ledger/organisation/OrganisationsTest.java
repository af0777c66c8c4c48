package global.pryzma.ledger.organisation;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Organisations over HTTP, and what becomes of their tokens. */
@Execution(ExecutionMode.SAME_THREAD)
class OrganisationsTest {
    private static final String PATH = "/v1/organisations";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant operator = new Tenant(service);

    @Test
    void createdReadAndChanged() {
        HttpResponse<String> response = operator.post(PATH, "{\"name\":\"Acme\"}");
        JsonNode acme = created(response);
        String one = PATH + "/" + acme.get("id").asText();
        assertThat(acme.get("status").asText()).isEqualTo("active");
        assertThat(operator.get(one).body()).isEqualTo(response.body());
        JsonNode renamed = ok(operator.patch(one, "{\"name\":\"Acme Ltd\"}"));
        assertThat(renamed.get("name").asText()).isEqualTo("Acme Ltd");
        assertThat(renamed.get("created_at")).isEqualTo(acme.get("created_at"));
        assertThat(ok(operator.get(one))).isEqualTo(renamed);
        assertThat(ok(operator.patch(one, "{\"status\":\"suspended\"}")).get("name").asText())
                .isEqualTo("Acme Ltd");
        assertThat(ok(operator.get(one)).get("status").asText()).isEqualTo("suspended");
    }

    @Test
    void listedNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(organisation());
        }
        JsonNode first = ok(operator.get(PATH + "?limit=2"));
        JsonNode next =
                ok(operator.get(PATH + "?limit=1&cursor=" + first.get("next_cursor").asText()));
        List<String> listed = new ArrayList<>();
        first.get("data").forEach(it -> listed.add(it.get("id").asText()));
        next.get("data").forEach(it -> listed.add(it.get("id").asText()));
        assertThat(listed).isEqualTo(ids);
    }

    /** A repetition that comes when its record is gone makes nothing and undoes nothing. */
    @Test
    void aRepetitionAfterThePurgeChangesNothing() {
        UUID creation = UUID.randomUUID();
        HttpResponse<String> made = operator.post(PATH, creation, "{\"name\":\"n\"}");
        String one = PATH + "/" + created(made).get("id").asText();
        UUID suspension = UUID.randomUUID();
        ok(operator.patch(one, suspension, "{\"status\":\"suspended\"}"));
        ok(operator.patch(one, "{\"status\":\"active\"}"));
        forget(creation);
        forget(suspension);
        assertThat(operator.post(PATH, creation, "{\"name\":\"n\"}").body()).isEqualTo(made.body());
        ok(operator.patch(one, suspension, "{\"status\":\"suspended\"}"));
        assertThat(ok(operator.get(one)).get("status").asText()).isEqualTo("active");
        assertError(
                operator.patch(one, suspension, "{\"name\":\"m\"}"), 422, "idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":1}", "{\"name\":\"n\",\"x\":1}"})
    void whatIsNoOrganisation(String json) {
        assertError(operator.post(PATH, json), 400, "invalid_body");
    }

    @Test
    void whatIsNoChange() {
        String one = PATH + "/" + organisation();
        assertError(operator.patch(one, "{}"), 400, "invalid_body");
        assertError(operator.patch(one, "{\"status\":\"closed\"}"), 400, "invalid_body");
        assertError(operator.patch(PATH + "/x", "{\"name\":\"n\"}"), 400, "invalid_org_id");
        assertError(operator.get(PATH + "/x"), 400, "invalid_org_id");
        String none = PATH + "/" + UUID.randomUUID();
        assertError(operator.get(none), 404, "not_found");
        assertError(operator.patch(none, "{\"name\":\"n\"}"), 404, "not_found");
    }

    @Test
    void itIsForOperatorsAlone() {
        String tenant = operator.token(books());
        assertError(service.client().get(PATH, tenant), 403, "insufficient_scope");
        UUID key = UUID.randomUUID();
        assertError(
                service.client().post(PATH, tenant, key, "{\"name\":\"n\"}"),
                403,
                "insufficient_scope");
        assertError(
                service.client()
                        .post(
                                PATH,
                                operator.token(Scope.ORGANISATIONS_READ),
                                key,
                                "{\"name\":\"n\"}"),
                403,
                "insufficient_scope");
    }

    /** What operators can do takes nothing from who has all scopes of an organisation's books. */
    @Test
    void aTenantCancelsAKeyOfWhichNothingIsKnown() {
        String path = "/v1/idempotency-keys/" + UUID.randomUUID();
        ok(service.client().delete(path, operator.token(books()), UUID.randomUUID()));
    }

    @Test
    void aSuspendedOrganisationMayDoNothingUntilItIsActive() {
        Tenant tenant = new Tenant(service);
        service.bean(OrganisationRows.class).insertIfAbsent(tenant.organisation(), "Test");
        String program = tenant.program();
        String one = PATH + "/" + tenant.organisation();
        ok(operator.patch(one, "{\"status\":\"suspended\"}"));
        await().until(() -> tenant.get("/v1/programs").statusCode() == 403);
        assertError(tenant.get("/v1/programs/" + program), 403, "organisation_suspended");
        assertError(tenant.post("/v1/programs", "{\"name\":\"n\"}"), 403, "organisation_suspended");
        assertError(service.client().get(PATH, tenant.token(books())), 403, "insufficient_scope");
        assertThat(operator.get(PATH).statusCode()).as("others go on").isEqualTo(200);
        ok(operator.patch(one, "{\"status\":\"active\"}"));
        await().until(() -> tenant.get("/v1/programs").statusCode() == 200);
        assertThat(ok(tenant.get("/v1/programs")).get("data")).hasSize(1);
    }

    private String organisation() {
        return created(operator.post(PATH, "{\"name\":\"n\"}")).get("id").asText();
    }

    private static Scope[] books() {
        return Stream.of(Scope.values())
                .filter(scope -> !scope.isForOperators())
                .toArray(Scope[]::new);
    }

    /** As the purge does when the key is old. */
    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }
}
