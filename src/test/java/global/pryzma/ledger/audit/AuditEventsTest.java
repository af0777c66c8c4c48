package global.pryzma.ledger.audit;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.TestTokens;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import io.micronaut.context.BeanContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Each kind of event, over HTTP; and the list of them. */
@Execution(ExecutionMode.SAME_THREAD)
class AuditEventsTest {
    private static final String PATH = "/v1/audit-events";
    private static final String ORGANISATIONS = "/v1/organisations";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void whoDidWhatToWhatWhenAndFromWhere() {
        UUID requestId = UUID.randomUUID();
        UUID key = UUID.randomUUID();
        Instant before = Instant.now().minusSeconds(60);
        HttpResponse<String> made =
                service.client()
                        .send(
                                service.client()
                                        .request(ORGANISATIONS)
                                        .header(
                                                "Authorization",
                                                "Bearer " + tenant.token(Scope.values()))
                                        .header("Pryzma-Idempotency-Key", key.toString())
                                        .header("Pryzma-Request-Id", requestId.toString())
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"name\":\"n\"}")));
        String id = created(made).get("id").asText();
        JsonNode event = only("request_id=" + requestId);
        assertThat(event.get("action").asText()).isEqualTo("organisation.create");
        assertThat(event.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(event.get("organisation_id").asText())
                .isEqualTo(tenant.organisation().toString());
        assertThat(event.get("client_id").asText()).isEqualTo("test-client");
        assertThat(event.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(event.get("subject").asText()).isEqualTo(id);
        assertThat(event.get("occurrences").asInt()).isOne();
        assertThat(Instant.parse(event.get("at").asText())).isAfter(before);
    }

    @Test
    void organisationsAndCredentials() {
        String one = ORGANISATIONS + "/" + create(ORGANISATIONS, "{\"name\":\"n\"}", "id");
        ok(tenant.patch(one, "{\"name\":\"m\"}"));
        String client =
                create(one + "/credentials", "{\"scopes\":[\"accounts.read\"]}", "client_id");
        String credential = one + "/credentials/" + client;
        created(tenant.post(credential + "/rotate", "{\"grace_seconds\":60}"));
        ok(tenant.delete(credential));
        ok(tenant.patch(one, "{\"status\":\"suspended\"}"));
        ok(tenant.patch(one, "{\"status\":\"active\"}"));
        assertThat(actions())
                .containsExactly(
                        "organisation.activate",
                        "organisation.suspend",
                        "credential.revoke",
                        "credential.rotate",
                        "credential.create",
                        "organisation.update",
                        "organisation.create");
        JsonNode revoked =
                only("action=credential.revoke&organisation_id=" + tenant.organisation());
        assertThat(revoked.get("subject").asText()).isEqualTo(client);
        assertThat(one).endsWith(revoked.get("subject_organisation_id").asText());
    }

    @Test
    void accountsAndWhatTheLedgerRefuses() {
        String program = tenant.program();
        String account = tenant.account(program, "consumer", "USD");
        String path = "/v1/accounts/" + account;
        ok(tenant.patch(path, "{\"name\":\"Ada\"}"));
        ok(tenant.patch(path, "{\"status\":\"frozen\"}"));
        assertError(tenant.delete(path), 409, "conflict");
        ok(tenant.patch(path, "{\"status\":\"active\"}"));
        ok(tenant.delete(path));
        assertThat(actions())
                .as("other words are none")
                .containsExactly(
                        "account.close", "account.activate", "account.close", "account.freeze");
        JsonNode refused = only("outcome=conflict&organisation_id=" + tenant.organisation());
        assertThat(refused.get("action").asText()).isEqualTo("account.close");
        assertThat(refused.get("subject").asText()).isEqualTo(account);
    }

    @Test
    void cancelsOfOnesOwnKeysAndOfOthers() {
        UUID own = UUID.randomUUID();
        ok(tenant.delete("/v1/idempotency-keys/" + own));
        Tenant other = new Tenant(service);
        UUID others = UUID.randomUUID();
        ok(tenant.delete("/v1/ledger/in-doubt/" + other.organisation() + "/" + others));
        List<JsonNode> events = events("organisation_id=" + tenant.organisation());
        assertThat(events)
                .extracting(it -> it.get("action").asText())
                .containsExactly("in_doubt.cancel", "key.cancel");
        assertThat(events.getFirst().get("subject").asText()).isEqualTo(others.toString());
        assertThat(events.getFirst().get("subject_organisation_id").asText())
                .isEqualTo(other.organisation().toString());
        assertThat(events.getLast().get("subject").asText()).isEqualTo(own.toString());
    }

    @Test
    void aRepetitionIsNoOtherEvent() {
        UUID key = UUID.randomUUID();
        String made = tenant.post(ORGANISATIONS, key, "{\"name\":\"n\"}").body();
        assertThat(tenant.post(ORGANISATIONS, key, "{\"name\":\"n\"}").body()).isEqualTo(made);
        UUID cancel = UUID.randomUUID();
        String path = "/v1/idempotency-keys/" + UUID.randomUUID();
        ok(tenant.delete(path, cancel));
        ok(tenant.delete(path, cancel));
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        assertThat(tenant.post(ORGANISATIONS, key, "{\"name\":\"n\"}").body()).isEqualTo(made);
        assertThat(actions()).containsExactly("key.cancel", "organisation.create");
    }

    @Test
    void theSwitchOfTheEmbeddedLedger() {
        if (!service.isLedgerEmbedded()) {
            return; // there is none
        }
        HttpResponse<String> started =
                service.client()
                        .send(
                                service.client()
                                        .request("/embedded/ledger/start")
                                        .header(
                                                "Authorization",
                                                "Bearer " + tenant.token(Scope.LEDGER_OPERATE))
                                        .POST(BodyPublishers.noBody()));
        ok(started);
        assertThat(actions()).containsExactly("ledger.start");
    }

    @Test
    void aTokenThatIsRevoked() {
        String client = "client-" + UUID.randomUUID();
        BeanContext beans = service.bean(BeanContext.class);
        String secret = TestCredentials.make(beans, tenant.organisation(), client, "accounts.read");
        String token = TestTokens.issue(beans, tenant.organisation(), client, Scope.ACCOUNTS_READ);
        HttpResponse<String> revoked =
                service.client()
                        .postForm(
                                "/oauth2/revoke",
                                "token",
                                token,
                                "client_id",
                                client,
                                "client_secret",
                                secret);
        assertThat(revoked.statusCode()).isEqualTo(200);
        JsonNode event = only("client_id=" + client);
        assertThat(event.get("action").asText()).isEqualTo("token.revoke");
        assertThat(event.get("subject_organisation_id").asText())
                .isEqualTo(tenant.organisation().toString());
        assertThat(event.has("request_id")).isTrue();
    }

    @Test
    void refusedAuthenticationsAreCountedTogether() {
        String client = "client-" + UUID.randomUUID();
        String token =
                TestTokens.issue(
                        service.bean(BeanContext.class),
                        tenant.organisation(),
                        client,
                        Scope.ACCOUNTS_READ);
        for (int i = 0; i < 3; i++) {
            assertError(service.client().get(PATH, token), 403, "insufficient_scope");
            assertThat(service.client().askForToken(client, "guess").statusCode()).isEqualTo(401);
        }
        assertThat(service.client().get(PATH, "x").statusCode()).isEqualTo(401);
        service.bean(RefusedAuthentications.class).run();
        List<JsonNode> refused = events("client_id=" + client);
        assertThat(refused)
                .extracting(it -> it.get("outcome").asText())
                .containsExactlyInAnyOrder("insufficient_scope", "invalid_client");
        assertThat(refused)
                .allSatisfy(event -> {
                    assertThat(event.get("action").asText()).isEqualTo("authentication.refuse");
                    assertThat(event.get("occurrences").asInt()).isEqualTo(3);
                    assertThat(event.get("address").asText()).isEqualTo("127.0.0.1");
                    assertThat(event.has("since")).isTrue();
                    assertThat(event.has("organisation_id"))
                            .as("a secret that is wrong proves nothing")
                            .isEqualTo(event.get("outcome").asText().equals("insufficient_scope"));
                });
        assertThat(events("action=authentication.refuse&outcome=malformed")).isNotEmpty();
    }

    @Test
    void newestFirstAPageAtATime() {
        for (int i = 0; i < 5; i++) {
            create(ORGANISATIONS, "{\"name\":\"n\"}", "id");
        }
        for (String filter :
                List.of(
                        "organisation_id=" + tenant.organisation(),
                        "action=organisation.create&organisation_id=" + tenant.organisation())) {
            List<Long> walked = new ArrayList<>();
            String next = PATH + "?limit=2&" + filter;
            for (String path = next; !path.isEmpty(); ) {
                JsonNode page = ok(tenant.get(path));
                page.get("data").forEach(it -> walked.add(it.get("sequence").asLong()));
                path =
                        page.get("has_more").asBoolean()
                                ? next + "&cursor=" + page.get("next_cursor").asText()
                                : "";
            }
            assertThat(walked).hasSize(5).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        }
    }

    @Test
    void fromATimeToAnother() {
        create(ORGANISATIONS, "{\"name\":\"n\"}", "id");
        String mine = "organisation_id=" + tenant.organisation();
        String at = only(mine).get("at").asText();
        assertThat(events(mine + "&from=" + at)).hasSize(1);
        assertThat(events(mine + "&to=" + at)).isEmpty();
        assertThat(events(mine + "&from=2199-01-01T00:00:00Z")).isEmpty();
        assertThat(events("from=2199-01-01T00:00:00Z")).isEmpty();
        assertThat(events("to=2001-01-01T00:00:00Z")).isEmpty();
        String cursor = ok(tenant.get(PATH + "?limit=1")).get("next_cursor").asText();
        assertError(
                tenant.get(PATH + "?limit=1&" + mine + "&cursor=" + cursor),
                400,
                "invalid_parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "organisation_id=x",
                "client_id=",
                "client_id=%00",
                "request_id=1",
                "action=money.move",
                "outcome=Any%20thing",
                "from=yesterday",
                "from=2026-03-14T09:00:00Z&to=2026-03-14T09:00:00Z",
                "subject=x"
            })
    void whatCantBeAskedFor(String query) {
        assertError(tenant.get(PATH + "?" + query), 400, "invalid_parameter");
    }

    @Test
    void itIsForThoseWhoMayReadIt() {
        assertError(
                service.client().get(PATH, tenant.token(Scope.LEDGER_OPERATE)),
                403,
                "insufficient_scope");
        ok(service.client().get(PATH, tenant.token(Scope.AUDIT_READ)));
    }

    private String create(String path, String json, String name) {
        return created(tenant.post(path, json)).get(name).asText();
    }

    private List<String> actions() {
        return events("organisation_id=" + tenant.organisation()).stream()
                .map(it -> it.get("action").asText())
                .toList();
    }

    private JsonNode only(String query) {
        List<JsonNode> events = events(query);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private List<JsonNode> events(String query) {
        List<JsonNode> events = new ArrayList<>();
        ok(tenant.get(PATH + "?limit=100&" + query)).get("data").forEach(events::add);
        return events;
    }
}
