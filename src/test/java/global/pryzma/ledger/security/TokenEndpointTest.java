package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 6749, client credentials, over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class TokenEndpointTest {
    private static final ServiceUnderTest SERVICE = ServiceUnderTest.shared();
    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final String CLIENT = "client: " + UUID.randomUUID() + " +&=é";
    private static final String SECRET =
            TestCredentials.make(
                    SERVICE.bean(ApplicationContext.class),
                    ORGANISATION,
                    CLIENT,
                    "accounts.read transfers.read");
    private static final String GRANT = "grant_type=client_credentials";
    private static final String IN_BODY =
            GRANT + "&client_id=" + encode(CLIENT) + "&client_secret=" + encode(SECRET);

    @Test
    void aTokenForAllThatTheCredentialMay() throws Exception {
        HttpResponse<String> response = post(IN_BODY);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("Content-Type"))
                .containsExactly("application/json");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(response.body())
                .contains("\"token_type\":\"Bearer\"", "\"expires_in\":3600")
                .contains("\"scope\":\"accounts.read transfers.read\"");
        JWTClaimsSet claims = SignedJWT.parse(token(response)).getJWTClaimsSet();
        assertThat(claims.getStringClaim("org_id")).isEqualTo(ORGANISATION.toString());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(CLIENT);
        assertThat(claims.getSubject()).isEqualTo(CLIENT);
        assertThat(SERVICE.client().get("/v1/programs", token(response)).statusCode())
                .isEqualTo(403);
        assertThat(SERVICE.client().get("/v1/accounts", token(response)).statusCode())
                .isNotIn(401, 403);
    }

    @Test
    void byHttpBasic() {
        HttpResponse<String> response =
                send(GRANT, request -> request.header("Authorization", basic(CLIENT, SECRET)));
        assertThat(response.statusCode()).isEqualTo(200);
        HttpResponse<String> withId =
                send(
                        GRANT + "&client_id=" + encode(CLIENT),
                        request -> request.header("Authorization", basic(CLIENT, SECRET)));
        assertThat(withId.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "accounts.read,accounts.read",
        "transfers.read accounts.read,accounts.read transfers.read",
        "accounts.read accounts.read,accounts.read",
        "https://api.pryzma.global/accounts.read,accounts.read",
        "'',accounts.read transfers.read",
    })
    void aPartOfTheScopes(String asked, String granted) {
        HttpResponse<String> response = post(IN_BODY + "&scope=" + encode(asked));
        assertThat(response.body()).contains("\"scope\":\"" + granted + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts.write",
                "accounts.read accounts.write",
                "nothing",
                "accounts.read ",
                " "
            })
    void scopesThatAreUnknownOrNotTheCredentials(String asked) {
        assertError(post(IN_BODY + "&scope=" + encode(asked)), 400, "invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "client_id=x&client_secret=y",
                "grant_type=&client_id=x&client_secret=y",
                "grant_type=client_credentials&grant_type=client_credentials&client_id=x&client_secret=y",
                "grant_type=client_credentials&client_id=x&client_id=x&client_secret=y",
                "grant_type=client_credentials&client_id=%zz&client_secret=y",
            })
    void invalidRequests(String form) {
        assertError(post(form), 400, "invalid_request");
    }

    @Test
    void otherGrantsAreNotSupported() {
        assertError(
                post(IN_BODY.replace("client_credentials", "password")),
                400,
                "unsupported_grant_type");
    }

    @Test
    void oneWayOfProvingOnly() {
        assertError(
                send(IN_BODY, request -> request.header("Authorization", basic(CLIENT, SECRET))),
                400,
                "invalid_request");
        assertError(
                send(
                        GRANT + "&client_id=another",
                        request -> request.header("Authorization", basic(CLIENT, SECRET))),
                400,
                "invalid_request");
    }

    @Test
    void onlyForms() {
        for (String type : new String[] {"application/json", "text/plain", "multipart/form-data"}) {
            assertError(
                    send(IN_BODY, request -> request.setHeader("Content-Type", type)),
                    400,
                    "invalid_request");
        }
        assertThat(
                        send(
                                        IN_BODY,
                                        request ->
                                                request.setHeader(
                                                        "Content-Type",
                                                        "application/x-www-form-urlencoded;"
                                                                + " charset=UTF-8"))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnknownClientAndAWrongSecretLookTheSame() {
        HttpResponse<String> unknown = post(GRANT + "&client_id=nobody&client_secret=" + SECRET);
        HttpResponse<String> wrong =
                post(GRANT + "&client_id=" + encode(CLIENT) + "&client_secret=x");
        for (HttpResponse<String> refused : new HttpResponse[] {unknown, wrong}) {
            assertError(refused, 401, "invalid_client");
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .contains("Basic realm=\"pryzma-ledger\"");
        }
        assertThat(wrong.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !",
                "Basic " + "eDp5",
                "Basic eA==",
                "Bearer x",
                "Basic JXp6OnkK",
                "Basic AAAAOnk="
            })
    void headersThatProveNothing(String header) {
        assertError(
                send(GRANT, request -> request.header("Authorization", header)),
                401,
                "invalid_client");
    }

    @Test
    void noProofAtAll() {
        assertError(post(GRANT), 401, "invalid_client");
        assertError(post(GRANT + "&client_id=" + encode(CLIENT)), 401, "invalid_client");
        assertError(post(GRANT + "&client_id=%00&client_secret=x"), 401, "invalid_client");
    }

    @Test
    void aRevokedCredentialGetsNoToken() throws Exception {
        String client = "revoked-" + UUID.randomUUID();
        String secret =
                TestCredentials.make(
                        SERVICE.bean(ApplicationContext.class),
                        ORGANISATION,
                        client,
                        "accounts.read");
        String form = GRANT + "&client_id=" + client + "&client_secret=" + secret;
        assertThat(post(form).statusCode()).isEqualTo(200);
        String revoke = "UPDATE credential SET revoked_at = now() WHERE client_id = ?";
        assertThat(Sql.run(SERVICE, revoke, client)).isEqualTo(1);
        assertError(post(form), 401, "invalid_client");
    }

    private static void assertError(HttpResponse<String> response, int status, String error) {
        assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().allValues("Content-Type"))
                .containsExactly("application/json");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    private static HttpResponse<String> post(String form) {
        return send(form, request -> request);
    }

    private static HttpResponse<String> send(
            String form, java.util.function.UnaryOperator<HttpRequest.Builder> change) {
        return SERVICE.client()
                .send(
                        change.apply(
                                SERVICE.client()
                                        .request("/oauth2/token")
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString(form))));
    }

    private static String token(HttpResponse<String> response) {
        Matcher matcher = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(response.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String basic(String client, String secret) {
        String pair = encode(client) + ":" + encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
