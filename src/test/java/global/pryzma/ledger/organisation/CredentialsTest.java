package global.pryzma.ledger.organisation;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
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
import java.util.UUID;

/** Credentials over HTTP, and the secrets that only their first answers show. */
@Execution(ExecutionMode.SAME_THREAD)
class CredentialsTest {
    private static final String READER = "{\"scopes\":[\"programs.read\"]}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant operator = new Tenant(service);
    private String path = "";

    @BeforeEach
    void makeAnOrganisation() {
        path =
                "/v1/organisations/"
                        + created(operator.post("/v1/organisations", "{\"name\":\"Acme\"}"))
                                .get("id")
                                .asText()
                        + "/credentials";
    }

    @Test
    void aCredentialWorksAndItsSecretIsNotShownAgain() {
        JsonNode made =
                created(
                        operator.post(
                                path,
                                "{\"scopes\":[\"programs.read\","
                                        + "\"https://api.pryzma.global/accounts.read\"],"
                                        + "\"networks\":[\"127.0.0.0/8\",\"::1\"],\"rate_limit\":9,"
                                        + "\"expires_at\":\"2199-01-01T01:00:00+01:00\"}"));
        assertThat(made.get("scopes").toString())
                .isEqualTo("[\"accounts.read\",\"programs.read\"]");
        assertThat(made.get("expires_at").asText()).isEqualTo("2199-01-01T00:00:00.000000000Z");
        assertThat(tokenStatus(made)).isEqualTo(200);
        assertThat(useStatus(made)).isEqualTo(200);
        JsonNode read = ok(operator.get(one(made)));
        assertThat(read.has("client_secret")).isFalse();
        assertThat(read.get("networks")).isEqualTo(made.get("networks"));
        assertThat(read.get("rate_limit").asInt()).isEqualTo(9);
        assertThat(ok(operator.get(path)).get("data").get(0)).isEqualTo(read);
    }

    @Test
    void theSecretIsInTheReplayAndNowhereElse() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = operator.post(path, key, READER);
        String secret = created(first).get("client_secret").asText();
        HttpResponse<String> replay = operator.post(path, key, READER);
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.headers().firstValue("Pryzma-Idempotency-Replayed")).contains("true");
        assertThat(replay.headers().firstValue("Content-Type")).contains("application/json");

        String keyPath = "/v1/idempotency-keys/" + key;
        UUID cancel = UUID.randomUUID();
        for (HttpResponse<String> told :
                new HttpResponse[] {
                    operator.get(keyPath),
                    operator.delete(keyPath, cancel),
                    operator.get("/v1/idempotency-keys/" + cancel)
                }) {
            assertThat(ok(told).toString()).contains("redacted").doesNotContain(secret, "sealed");
        }
        for (String table : new String[] {"idempotency_key", "credential", "key_trace"}) {
            assertThat(
                            Sql.number(
                                    service,
                                    "SELECT count(*) FROM "
                                            + table
                                            + " t WHERE position(encode(convert_to(?, 'UTF8'),"
                                            + " 'hex') IN t::text) > 0 OR position(? IN t::text) >"
                                            + " 0",
                                    secret.substring(20, 40),
                                    secret))
                    .as(table)
                    .isZero();
        }
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        JsonNode late = created(operator.post(path, key, READER));
        assertThat(late.has("client_secret")).as("nobody knows it any more").isFalse();
        assertThat(late.get("client_id")).isEqualTo(json(first).get("client_id"));
        assertThat(tokenStatus(json(first))).isEqualTo(200);
    }

    /** A sealed secret that somebody puts into another key's record does not open there. */
    @Test
    void aSealedSecretBelongsToItsKey() {
        UUID key = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        String secret = created(operator.post(path, key, READER)).get("client_secret").asText();
        created(operator.post(path, other, READER));
        Sql.run(
                service,
                "UPDATE idempotency_key SET response = (SELECT response FROM idempotency_key"
                        + " WHERE key = ?) WHERE key = ?",
                key,
                other);
        assertThat(operator.post(path, other, READER).body())
                .contains("\"client_secret\":\"redacted\"")
                .doesNotContain(secret);
    }

    @Test
    void aRotatedSecretHoldsForItsGrace() {
        JsonNode made = created(operator.post(path, READER));
        JsonNode second = rotated(made, 3600);
        assertThat(tokenStatus(made)).isEqualTo(200);
        assertThat(tokenStatus(second)).isEqualTo(200);
        JsonNode third = rotated(made, 0);
        assertThat(tokenStatus(made)).isEqualTo(401);
        assertThat(tokenStatus(second)).isEqualTo(401);
        assertThat(tokenStatus(third)).isEqualTo(200);
        assertError(operator.post(one(made) + "/rotate", "{}"), 400, "invalid_body");
        assertError(
                operator.post(one(made) + "/rotate", "{\"grace_seconds\":-1}"),
                400,
                "invalid_body");
    }

    @Test
    void aRevokedCredentialAndItsTokensHoldNoMore() {
        JsonNode made = created(operator.post(path, READER));
        String token = token(made);
        assertThat(service.client().get("/v1/programs", token).statusCode()).isEqualTo(200);
        JsonNode revoked = ok(operator.delete(one(made)));
        assertThat(revoked.has("revoked_at")).isTrue();
        assertThat(ok(operator.delete(one(made)))).isEqualTo(revoked);
        assertThat(ok(operator.get(one(made)))).isEqualTo(revoked);
        assertThat(tokenStatus(made)).isEqualTo(401);
        await().until(() -> service.client().get("/v1/programs", token).statusCode() == 401);
        assertError(service.client().get("/v1/programs", token), 401, "invalid_token");
        assertError(operator.post(one(made) + "/rotate", "{\"grace_seconds\":0}"), 409, "conflict");
    }

    @Test
    void anExpiredCredentialAndItsTokensHoldNoMore() {
        JsonNode made = created(operator.post(path, READER));
        String token = token(made);
        Sql.run(
                service,
                "UPDATE credential SET expires_at = now() WHERE client_id = ?",
                made.get("client_id").asText());
        assertThat(tokenStatus(made)).isEqualTo(401);
        await().until(() -> service.client().get("/v1/programs", token).statusCode() == 401);
    }

    @Test
    void aCredentialIsOfUseInItsNetworksAlone() {
        JsonNode made =
                created(
                        operator.post(
                                path,
                                "{\"scopes\":[\"programs.read\"],\"networks\":[\"10.0.0.0/8\"]}"));
        assertThat(tokenStatus(made)).as("from here it gets none").isEqualTo(401);
        JsonNode moved = created(operator.post(path, READER));
        String token = token(moved);
        Sql.run(
                service,
                "UPDATE credential SET networks = '10.0.0.0/8' WHERE client_id = ?",
                moved.get("client_id").asText());
        await().until(() -> service.client().get("/v1/programs", token).statusCode() == 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"scopes\":[]}",
                "{\"scopes\":[\"everything\"]}",
                "{\"scopes\":[\"programs.read\"],\"networks\":[\"10.0.0.1/8\"]}",
                "{\"scopes\":[\"programs.read\"],\"networks\":[\"localhost\"]}",
                "{\"scopes\":[\"programs.read\"],\"rate_limit\":0}",
                "{\"scopes\":[\"programs.read\"],\"expires_at\":\"tomorrow\"}"
            })
    void whatIsNoCredential(String json) {
        assertError(operator.post(path, json), 400, "invalid_body");
    }

    @Test
    void nobodyGivesMoreThanHeHas() {
        String token = operator.token(Scope.ORGANISATIONS_WRITE);
        UUID key = UUID.randomUUID();
        assertError(
                service.client().post(path, token, key, "{\"scopes\":[\"ledger.operate\"]}"),
                403,
                "insufficient_scope");
        created(service.client().post(path, token, key, READER));
        assertError(
                service.client().get(path, operator.token(Scope.ORGANISATIONS_WRITE)),
                403,
                "insufficient_scope");
    }

    @Test
    void whatIsNotThere() {
        JsonNode made = created(operator.post(path, READER));
        String nowhere = "/v1/organisations/" + UUID.randomUUID() + "/credentials";
        String foreign = nowhere + "/" + made.get("client_id").asText();
        assertError(operator.get(nowhere), 404, "not_found");
        assertError(operator.post(nowhere, READER), 404, "not_found");
        assertError(operator.get(foreign), 404, "not_found");
        assertError(operator.delete(foreign), 404, "not_found");
        assertError(operator.post(foreign + "/rotate", "{\"grace_seconds\":0}"), 404, "not_found");
        assertError(operator.get("/v1/organisations/x/credentials"), 400, "invalid_org_id");
        assertError(operator.get(path + "/%00"), 400, "invalid_parameter");
    }

    private String one(JsonNode credential) {
        return path + "/" + credential.get("client_id").asText();
    }

    private JsonNode rotated(JsonNode credential, int graceSeconds) {
        return created(
                operator.post(
                        one(credential) + "/rotate", "{\"grace_seconds\":" + graceSeconds + "}"));
    }

    private HttpResponse<String> askForToken(JsonNode credential) {
        return service.client()
                .askForToken(
                        credential.get("client_id").asText(),
                        credential.get("client_secret").asText());
    }

    private int tokenStatus(JsonNode credential) {
        return askForToken(credential).statusCode();
    }

    private String token(JsonNode credential) {
        return ok(askForToken(credential)).get("access_token").asText();
    }

    private int useStatus(JsonNode credential) {
        return service.client().get("/v1/programs", token(credential)).statusCode();
    }
}
