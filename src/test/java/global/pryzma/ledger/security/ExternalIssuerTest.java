package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.organisation.CredentialCommand;
import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.security.HostileTokens.Hostile;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Tokens of an issuer outside, and what their clients may do here. */
class ExternalIssuerTest {
    private static final OutsideIssuer ISSUER = new OutsideIssuer();
    private static final ServiceUnderTest SERVICE =
            ServiceUnderTest.start(TestProperties.patient(ISSUER.settings()));
    private static final String LONG = "https://api.pryzma.global/";
    private static final String OPERATOR = anId();
    private static final UUID OPERATORS_HOME = UUID.randomUUID();
    private static final String OPERATORS =
            LONG + "organisations.write " + LONG + "organisations.read " + LONG + "ledger.operate";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID organisation = UUID.randomUUID();

    @BeforeAll
    static void registerAnOperator() throws SQLException {
        register(OPERATORS_HOME, OPERATOR, EnumSet.allOf(Scope.class));
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        ISSUER.close();
    }

    @Test
    void whatATokenIsGoodForIsWhatBothSayItIs() throws Exception {
        String client = client("accounts.read transfers.read");
        ISSUER.nextIs(client, LONG + "accounts.read " + LONG + "accounts.write else/where");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(ISSUER.tokenEndpoint()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id="
                                                + client
                                                + "&client_secret=its-own"))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String token =
                    JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                            .get("access_token")
                            .asText();
            assertThat(SignedJWT.parse(token).getJWTClaimsSet().getAudience()).isEmpty();
            assertThat(get("/v1/accounts", token).statusCode()).isEqualTo(200);
            assertThat(get("/v1/programs", token).statusCode())
                    .as("not the token's")
                    .isEqualTo(403);
            assertThat(post("/v1/accounts", token, "{}").statusCode())
                    .as("not the credential's")
                    .isEqualTo(403);
            JsonNode worth = JSON.readTree(introspected(token).body());
            assertThat(worth.get("scope").asText()).isEqualTo("accounts.read");
            assertThat(worth.get("org_id").asText()).isEqualTo(organisation.toString());
        }
    }

    @Test
    void anOperatorRegistersAClientThroughTheApi() throws Exception {
        String operator = ISSUER.token(OPERATOR, OPERATORS);
        String home =
                "/v1/organisations/"
                        + json(post("/v1/organisations", operator, "{\"name\":\"Acme\"}"))
                                .get("id")
                                .asText()
                        + "/credentials";
        String client = anId();
        String body =
                "{\"client_id\":\""
                        + client
                        + "\",\"scopes\":[\"programs.read\"],\"rate_limit\":7}";
        UUID key = UUID.randomUUID();
        HttpResponse<String> made = SERVICE.client().post(home, operator, key, body);
        assertThat(made.statusCode()).isEqualTo(201);
        Contract.get().check("POST", "/v1/organisations/{organisationId}/credentials", made);
        assertThat(json(made).get("client_id").asText()).isEqualTo(client);
        assertThat(json(made).get("external").asBoolean()).isTrue();
        assertThat(json(made).has("client_secret")).isFalse();
        assertThat(SERVICE.client().post(home, operator, key, body).body()).isEqualTo(made.body());
        Sql.run(SERVICE, "DELETE FROM idempotency_key WHERE key = ?", key);
        assertThat(SERVICE.client().post(home, operator, key, body).body())
                .as("its record is gone")
                .isEqualTo(made.body());
        HttpResponse<String> taken = post(home, operator, body);
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).isEqualTo("{\"error\":\"conflict\"}");

        String token = ISSUER.token(client, LONG + "programs.read");
        await().until(() -> get("/v1/programs", token).statusCode() == 200);
        assertThat(get("/v1/programs", token).headers().firstValue("RateLimit-Policy").orElse(""))
                .startsWith("\"credential\";q=7;w=1");
        HttpResponse<String> rotated =
                post(home + "/" + client + "/rotate", operator, "{\"grace_seconds\":0}");
        assertThat(rotated.body()).isEqualTo("{\"error\":\"conflict\"}");
        HttpResponse<String> revoked =
                SERVICE.client().delete(home + "/" + client, operator, UUID.randomUUID());
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(json(revoked).get("external").asBoolean()).isTrue();
        await().until(() -> get("/v1/programs", token).statusCode() == 401);
        assertRefused(token, "revoked");
        assertThat(post(home, operator, body).statusCode()).as("for ever").isEqualTo(409);
    }

    @Test
    void ofThoseWhoRegisterAClientAtOnceOneDoes() throws Exception {
        String operator = ISSUER.token(OPERATOR, OPERATORS);
        String client = anId();
        String body = "{\"client_id\":\"" + client + "\",\"scopes\":[\"programs.read\"]}";
        UUID[] owners = {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};
        for (UUID owner : owners) {
            TestCredentials.organisation(context(), owner);
        }
        assertThat(
                        AtOnce.send(
                                owners.length,
                                i ->
                                        post(
                                                "/v1/organisations/" + owners[i] + "/credentials",
                                                operator,
                                                body)))
                .extracting(HttpResponse::statusCode)
                .containsExactlyInAnyOrder(201, 409, 409);
        String count = "SELECT count(*) FROM credential WHERE client_id = ?";
        assertThat(Sql.number(SERVICE, count, client)).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "expires_at = now(), credential_expired",
        "revoked_at = now(), revoked",
        "networks = '10.0.0.0/8', address_not_allowed",
        "client_id = client_id || 'x', wrong_audience",
    })
    void aCredentialThatHoldsNoMore(String change, String reason) throws Exception {
        String client = client("programs.read");
        String token = ISSUER.token(client, "programs.read");
        assertThat(get("/v1/programs", token).statusCode()).isEqualTo(200);
        Sql.run(SERVICE, "UPDATE credential SET " + change + " WHERE client_id = ?", client);
        await().until(() -> get("/v1/programs", token).statusCode() == 401);
        assertRefused(token, reason);
        assertThat(introspected(token).body())
                .contains("\"active\":" + reason.equals("address_not_allowed"));
    }

    @Test
    void aSuspendedOrganisationsClientsMayDoNothing() throws Exception {
        String token = ISSUER.token(client("programs.read"), "programs.read");
        String operator = ISSUER.token(OPERATOR, OPERATORS);
        assertThat(
                        SERVICE.client()
                                .patch(
                                        "/v1/organisations/" + organisation,
                                        operator,
                                        UUID.randomUUID(),
                                        "{\"status\":\"suspended\"}")
                                .statusCode())
                .isEqualTo(200);
        await().until(() -> get("/v1/programs", token).statusCode() == 403);
        assertThat(get("/v1/programs", token).body())
                .isEqualTo("{\"error\":\"organisation_suspended\"}");
    }

    @Test
    void aCredentialOfOursIsNoClientOfTheirs() {
        String client = anId();
        TestCredentials.make(context(), organisation, client, "programs.read");
        readAnew();
        assertRefused(ISSUER.token(client, "programs.read"), "wrong_audience");
    }

    @Test
    void theLastOperatorIsOneWhoCanGetAToken() throws Exception {
        String operator = ISSUER.token(OPERATOR, OPERATORS);
        TestCredentials.make(context(), OPERATORS_HOME, anId(), "ledger.operate");
        HttpResponse<String> refused =
                SERVICE.client()
                        .delete(
                                "/v1/organisations/" + OPERATORS_HOME + "/credentials/" + OPERATOR,
                                operator,
                                UUID.randomUUID());
        assertThat(refused.body()).isEqualTo("{\"error\":\"last_operator\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /oauth2/token",
        "POST, /oauth2/revoke",
        "GET, /.well-known/jwks.json",
        "GET, /.well-known/oauth-authorization-server"
    })
    void theBuiltInIssuerIsOff(String method, String path) {
        HttpResponse<String> response =
                SERVICE.client()
                        .send(
                                SERVICE.client()
                                        .request(path)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .method(method, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\":\"route_not_found\"}");
    }

    private static HostileTokens hostile() throws Exception {
        String good = ISSUER.token(OPERATOR, LONG + "accounts.read");
        return new HostileTokens(
                ISSUER.key(), null, SignedJWT.parse(good).getJWTClaimsSet(), Instant.now());
    }

    static Stream<Hostile> hostileTokens() throws Exception {
        HostileTokens hostile = hostile();
        JWTClaimsSet.Builder idToken =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER.issuer())
                        .audience(OPERATOR)
                        .subject("somebody")
                        .expirationTime(hostile.at(600))
                        .claim("token_use", "id");
        return Stream.concat(
                hostile.all(),
                Stream.of(
                        hostile.changed(
                                "an id token's use", "malformed", c -> c.claim("token_use", "id")),
                        hostile.changed(
                                "a use of its own",
                                "malformed",
                                c -> c.claim("token_use", "Access")),
                        hostile.changed(
                                "a use that is no text",
                                "malformed",
                                c -> c.claim("token_use", List.of("access"))),
                        hostile.changed("no use", "malformed", c -> c.claim("token_use", null)),
                        hostile.changed(
                                "an unknown client",
                                "wrong_audience",
                                c -> c.claim("client_id", "nobody")),
                        hostile.changed(
                                "client: SQL",
                                "wrong_audience",
                                c -> c.claim("client_id", "' OR 1=1 --")),
                        hostile.changed(
                                "scopes that are no text",
                                "malformed",
                                c -> c.claim("scope", List.of("accounts.read"))),
                        new Hostile("an id token", hostile.signed(idToken.build()), "malformed")));
    }

    @ParameterizedTest
    @MethodSource("hostileTokens")
    void isRefusedAndToldWhy(Hostile hostile) {
        hostile.isRefusedBy(SERVICE);
    }

    @Test
    void theirStartingPointIsGood() throws Exception {
        assertThat(get("/v1/accounts", hostile().good()).statusCode()).isEqualTo(200);
    }

    @Test
    void aNewKeyIsAskedForAtOnceAndOnceForAll() throws Exception {
        String client = client("programs.read");
        try (OutsideIssuer other = new OutsideIssuer();
                ServiceUnderTest second = SERVICE.beside(with(other))) {
            String before = other.token(client, "programs.read");
            assertThat(programs(second, before).statusCode()).isEqualTo(200);
            other.rotate();
            String after = other.token(client, "programs.read");
            int asked = other.timesAsked();
            assertThat(AtOnce.send(8, _ -> programs(second, after)))
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(200);
            assertThat(other.timesAsked()).isEqualTo(asked + 1);
            assertThat(programs(second, before).statusCode()).as("its key is gone").isEqualTo(401);
        }
    }

    @Test
    void anIssuerThatIsSilentKeepsNobodyWaitingForLong() throws Exception {
        String client = client("programs.read");
        try (OutsideIssuer other = new OutsideIssuer();
                ServiceUnderTest second = SERVICE.beside(with(other))) {
            String before = other.token(client, "programs.read");
            other.rotate();
            String after = other.token(client, "programs.read");
            int asked = other.timesAsked();
            other.wire().hold();
            AtOnce.send(8, _ -> programs(second, after))
                    .forEach(ExternalIssuerTest::assertUnavailable);
            assertThat(other.timesAsked()).isEqualTo(asked + 1);
            assertThat(programs(second, before).statusCode()).isEqualTo(200);
            other.wire().release();
            second.bean(IssuerKeys.class).run();
            assertThat(programs(second, after).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void inItsOutageTheLastKeysHoldAndWhoCantBeCheckedIsNotCalledWrong() throws Exception {
        String client = client("programs.read");
        try (OutsideIssuer other = new OutsideIssuer()) {
            other.wire().cut();
            try (ServiceUnderTest second = SERVICE.beside(with(other))) {
                String token = other.token(client, "programs.read");
                assertThat(second.client().get("/health/readiness").statusCode()).isEqualTo(503);
                assertUnavailable(programs(second, token));
                assertUnavailable(programs(second, hostile().good()));
                other.wire().mend();
                second.bean(IssuerKeys.class).run();
                assertThat(second.client().get("/health/readiness").statusCode()).isEqualTo(200);
                assertThat(programs(second, token).statusCode()).isEqualTo(200);
                other.wire().cut();
                assertThat(programs(second, other.token(client, "programs.read")).statusCode())
                        .isEqualTo(200);
                assertThat(second.client().get("/health/readiness").statusCode()).isEqualTo(200);
            }
        }
    }

    private static Map<String, Object> with(OutsideIssuer issuer) {
        return TestProperties.patient(issuer.settings());
    }

    private static HttpResponse<String> programs(ServiceUnderTest service, String token) {
        return service.client().get("/v1/programs", token);
    }

    private static ApplicationContext context() {
        return SERVICE.bean(ApplicationContext.class);
    }

    private static String anId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 26);
    }

    /** A client of the issuer, registered for the organisation of this test. */
    private String client(String scopes) throws SQLException {
        String client = anId();
        register(organisation, client, Scope.parseAll(scopes));
        return client;
    }

    /** As an operator does it by the command line. */
    private static void register(UUID organisation, String client, Set<Scope> scopes)
            throws SQLException {
        TestCredentials.organisation(context(), organisation);
        DatasourceConfiguration postgres = SERVICE.bean(DatasourceConfiguration.class);
        String told =
                new CredentialCommand(organisation.toString(), scopes, client)
                        .execute(
                                postgres.getUrl(),
                                String.valueOf(postgres.getUsername()),
                                String.valueOf(postgres.getPassword()));
        assertThat(told).contains("client_id=" + client).doesNotContain("secret");
        readAnew();
    }

    private static void readAnew() {
        SERVICE.bean(Standing.class).run();
    }

    private static HttpResponse<String> get(String path, String token) {
        return SERVICE.client().get(path, token);
    }

    private static HttpResponse<String> post(String path, String token, String json) {
        return SERVICE.client().post(path, token, UUID.randomUUID(), json);
    }

    private static HttpResponse<String> introspected(String token) {
        return SERVICE.client()
                .send(
                        SERVICE.client()
                                .request("/oauth2/introspect")
                                .header(
                                        "Authorization",
                                        "Bearer " + ISSUER.token(OPERATOR, OPERATORS))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("token=" + token)));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return JSON.readTree(response.body());
    }

    private static void assertRefused(String token, String reason) {
        HttpResponse<String> response = get("/v1/programs", token);
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_token\"}");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                .endsWith("error_description=\"" + reason + "\"");
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
    }
}
