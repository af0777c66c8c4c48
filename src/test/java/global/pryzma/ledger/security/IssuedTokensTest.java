package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * What clients and operators do with tokens that were issued, and what others know of the issuer.
 */
@Execution(ExecutionMode.SAME_THREAD)
class IssuedTokensTest {
    private static final ServiceUnderTest SERVICE = ServiceUnderTest.shared();
    private static final String REVOKE = "/oauth2/revoke";
    private static final String INTROSPECT = "/oauth2/introspect";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Client client = Client.make("accounts.read accounts.write");
    private final Client operator = Client.make("ledger.operate");

    private record Client(String id, String secret) {
        static Client make(String scopes) {
            String id = "client-" + UUID.randomUUID();
            return new Client(
                    id,
                    TestCredentials.make(
                            SERVICE.bean(ApplicationContext.class), UUID.randomUUID(), id, scopes));
        }

        String token() throws Exception {
            HttpResponse<String> response = SERVICE.client().askForToken(id, secret);
            return JSON.readTree(response.body()).get("access_token").asText();
        }

        HttpResponse<String> revoke(String token) {
            HttpResponse<String> response =
                    SERVICE.client()
                            .postForm(
                                    REVOKE,
                                    "token",
                                    token,
                                    "token_type_hint",
                                    "access_token",
                                    "client_id",
                                    id,
                                    "client_secret",
                                    secret);
            if (response.statusCode() != 200) { // that one has no body
                Contract.get().check("POST", REVOKE, response);
            }
            return response;
        }
    }

    @Test
    void aRevokedTokenIsRefusedByEveryInstance() throws Exception {
        String token = client.token();
        String other = client.token();
        try (ServiceUnderTest second = SERVICE.beside(TestProperties.PATIENT)) {
            assertThat(second.client().get("/v1/accounts", token).statusCode()).isEqualTo(200);
            assertThat(client.revoke(token).statusCode()).isEqualTo(200);
            assertRevoked(SERVICE.client().get("/v1/accounts", token));
            await().until(() -> second.client().get("/v1/accounts", token).statusCode() == 401);
            assertRevoked(second.client().get("/v1/accounts", token));
            assertThat(second.client().get("/v1/accounts", other).statusCode()).isEqualTo(200);
        }
        assertThat(client.revoke(token).statusCode()).as("again").isEqualTo(200);
        assertThat(
                        Sql.number(
                                SERVICE,
                                "SELECT count(*) FROM revoked_token WHERE id = ?",
                                id(token)))
                .isEqualTo(1);
    }

    @Test
    void aTokenThatIsNoneIsAsGoodAsRevoked() {
        assertThat(client.revoke("x").statusCode()).isEqualTo(200);
        assertThat(client.revoke("").body()).isEqualTo("{\"error\":\"invalid_request\"}");
        assertThat(new Client(client.id(), "x").revoke("x").statusCode()).isEqualTo(401);
    }

    @Test
    void anothersTokenIsTheOperatorsToRevoke() throws Exception {
        String token = client.token();
        HttpResponse<String> refused = Client.make("accounts.read").revoke(token);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"error\":\"unauthorized_client\"}");
        assertThat(SERVICE.client().get("/v1/accounts", token).statusCode()).isEqualTo(200);
        assertThat(operator.revoke(token).statusCode()).isEqualTo(200);
        assertRevoked(SERVICE.client().get("/v1/accounts", token));
    }

    @Test
    void operatorsAreToldWhatATokenIsWorth() throws Exception {
        String token = client.token();
        JsonNode active = JSON.readTree(introspect(operator.token(), token).body());
        assertThat(active.get("active").asBoolean()).isTrue();
        assertThat(active.get("client_id").asText()).isEqualTo(client.id());
        assertThat(active.get("scope").asText()).isEqualTo("accounts.read accounts.write");
        assertThat(active.get("exp").asLong() - active.get("iat").asLong()).isEqualTo(3600);
        client.revoke(token);
        assertThat(introspect(operator.token(), token).body()).isEqualTo("{\"active\":false}");
        assertThat(introspect(operator.token(), "x").body()).isEqualTo("{\"active\":false}");
        assertThat(introspect(client.token(), token).statusCode()).isEqualTo(403);
    }

    @Test
    void theKeysAreThereForWhoeverChecksATokenHimself() throws Exception {
        HttpResponse<String> response = SERVICE.client().get("/.well-known/jwks.json");
        Contract.get().check("GET", "/.well-known/jwks.json", response);
        SignedJWT token = SignedJWT.parse(client.token());
        JWKSet keys = JWKSet.parse(response.body());
        assertThat(
                        token.verify(
                                new ECDSAVerifier(
                                        keys.getKeyByKeyId(token.getHeader().getKeyID())
                                                .toECKey())))
                .isTrue();
        assertThat(keys.getKeys()).noneMatch(com.nimbusds.jose.jwk.JWK::isPrivate);
    }

    @Test
    void theIssuerDescribesItself() throws Exception {
        String path = "/.well-known/oauth-authorization-server";
        HttpResponse<String> response = SERVICE.client().get(path);
        Contract.get().check("GET", path, response);
        JsonNode metadata = JSON.readTree(response.body());
        assertThat(metadata.get("issuer").asText())
                .isEqualTo(SignedJWT.parse(client.token()).getJWTClaimsSet().getIssuer());
        assertThat(metadata.get("jwks_uri").asText())
                .isEqualTo("https://api.pryzma.global/.well-known/jwks.json");
        for (String endpoint : new String[] {"token", "revocation", "introspection"}) {
            String address = metadata.get(endpoint + "_endpoint").asText();
            assertThat(Contract.get().operations())
                    .containsKey("POST " + address.replace("https://api.pryzma.global", ""));
        }
    }

    private static void assertRevoked(HttpResponse<String> response) {
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_token\"}");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                .endsWith("error_description=\"revoked\"");
    }

    private static HttpResponse<String> introspect(String by, String token) {
        HttpResponse<String> response =
                SERVICE.client()
                        .send(
                                SERVICE.client()
                                        .request(INTROSPECT)
                                        .header("Authorization", "Bearer " + by)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString("token=" + token)));
        Contract.get().check("POST", INTROSPECT, response);
        return response;
    }

    private static UUID id(String token) throws Exception {
        return UUID.fromString(SignedJWT.parse(token).getJWTClaimsSet().getJWTID());
    }
}
