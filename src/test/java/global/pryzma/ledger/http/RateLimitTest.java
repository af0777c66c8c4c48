package global.pryzma.ledger.http;

import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.audit.RefusedAuthentications;
import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.Standing;
import global.pryzma.ledger.security.TestTokens;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.TestProperties;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

/** Who comes too often is told so, whatever the request says, and nothing is kept of it. */
class RateLimitTest {
    /** As a proxy's: the tests' own address is trusted, and tells who comes. */
    private static final ServiceUnderTest SERVICE =
            ServiceUnderTest.start(
                    TestProperties.patient(
                            Map.of(
                                    "pryzma.rate.credential-per-second", 10,
                                    "pryzma.rate.organisation-per-second", 15,
                                    "pryzma.rate.address-per-minute", 5,
                                    "pryzma.http.trusted-proxies", "127.0.0.1,10.0.0.0/8")));

    private static int lastAddress;

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void aRefusedRequestIsNotRecordedAndItsKeyWorksLater() {
        Tenant tenant = new Tenant(SERVICE);
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD");
        String ada = tenant.account(program, "consumer", "USD");
        String transfer = transferJson(bank, ada, "5");
        UUID key;
        HttpResponse<String> refused;
        String token = token(tenant.organisation());
        do {
            key = UUID.randomUUID();
            refused = SERVICE.client().post("/v1/transfers", token, key, transfer);
        } while (refused.statusCode() == 201);
        assertLimited(refused);
        assertThat(refused.headers().firstValue("RateLimit-Policy").orElseThrow())
                .isEqualTo("\"credential\";q=10;w=1");
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow())
                .isEqualTo("\"credential\";r=0;t=1");
        String rows = "SELECT count(*) FROM idempotency_key WHERE key = ?";
        assertThat(Sql.number(SERVICE, rows, key)).isZero();
        HttpResponse<String> later;
        do {
            later = SERVICE.client().post("/v1/transfers", token, key, transfer);
        } while (later.statusCode() == 429);
        assertThat(later.statusCode()).isEqualTo(201);
        assertThat(later.headers().firstValue("Pryzma-Idempotency-Replayed")).isEmpty();
        assertThat(later.headers().firstValue("RateLimit-Policy").orElseThrow())
                .isEqualTo("\"credential\";q=10;w=1, \"organisation\";q=15;w=1");
        assertThat(later.headers().firstValue("RateLimit").orElseThrow())
                .matches("\"credential\";r=\\d+;t=1, \"organisation\";r=\\d+;t=1");
    }

    @Test
    void theLimitIsToldBeforeTheBodyIsLookedAt() {
        String token = token(UUID.randomUUID());
        HttpResponse<String> response;
        do {
            response =
                    SERVICE.client()
                            .send(
                                    SERVICE.client()
                                            .request("/v1/transfers")
                                            .header("Authorization", "Bearer " + token)
                                            .header("Content-Type", "text/plain")
                                            .POST(BodyPublishers.ofString("x".repeat(70_000))));
            assertThat(response.statusCode()).isIn(413, 429);
        } while (response.statusCode() == 413);
        assertLimited(response);
        assertThat(
                        SERVICE.client()
                                .send(
                                        SERVICE.client()
                                                .request("/v1/nothing")
                                                .header("Authorization", "Bearer " + token))
                                .statusCode())
                .as("judged before")
                .isEqualTo(404);
    }

    @Test
    void oneOrganisationsHasteIsNotAnothers() {
        String token = token(UUID.randomUUID());
        HttpResponse<String> response;
        do {
            response = SERVICE.client().get("/v1/programs", token);
        } while (response.statusCode() == 200);
        assertLimited(response);
        assertThat(SERVICE.client().get("/v1/programs", token(UUID.randomUUID())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void allCredentialsOfAnOrganisationShareItsLimit() {
        UUID organisation = UUID.randomUUID();
        String[] tokens = {token(organisation), token(organisation), token(organisation)};
        HttpResponse<String> response;
        int sent = 0;
        do {
            response = SERVICE.client().get("/v1/programs", tokens[sent++ % tokens.length]);
        } while (response.statusCode() == 200);
        assertLimited(response);
        assertThat(response.headers().firstValue("RateLimit-Policy"))
                .contains("\"organisation\";q=15;w=1");
        assertThat(sent).isGreaterThan(15);
    }

    @Test
    void aCredentialMayHaveARateOfItsOwn() {
        UUID organisation = UUID.randomUUID();
        ApplicationContext context = SERVICE.bean(ApplicationContext.class);
        String slow = "slow-" + UUID.randomUUID();
        TestCredentials.make(context, organisation, slow, "programs.read");
        Sql.run(SERVICE, "UPDATE credential SET rate_limit = 3 WHERE client_id = ?", slow);
        SERVICE.bean(Standing.class).run();
        String token = TestTokens.issue(context, organisation, slow, Scope.PROGRAMS_READ);
        HttpResponse<String> response = SERVICE.client().get("/v1/programs", token);
        assertThat(response.headers().firstValue("RateLimit-Policy"))
                .contains("\"credential\";q=3;w=1, \"organisation\";q=15;w=1");
    }

    @Test
    void anAddressThatAsksForTokensAllTheTimeIsRefusedAndOthersAreNot() {
        String address = anAddress();
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> response = askForToken(address);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("RateLimit-Policy"))
                    .contains("\"address\";q=5;w=60");
        }
        HttpResponse<String> refused = askForToken(address);
        assertLimited(refused);
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 12L);
        assertThat(askForToken(anAddress()).statusCode()).isEqualTo(401);
    }

    @Test
    void wrongTokensCountForTheirAddressAndGoodOnesDoNot() {
        String address = anAddress();
        String good = token(UUID.randomUUID());
        for (int i = 0; i < 7; i++) {
            assertThat(program(address, token(UUID.randomUUID())).statusCode()).isEqualTo(200);
        }
        assertThat(program(address, good).statusCode()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(program(address, "x" + i).statusCode()).isEqualTo(401);
        }
        assertLimited(program(address, "y"));
        assertThat(program(address, good).statusCode()).as("known").isEqualTo(200);
        assertThat(program(anAddress(), "y").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "'203.0.113.7, {}', {}",
        "'{}, 10.1.2.3', {}",
        "'{}:4711, 10.1.2.3, 10.9.9.9', {}",
        "'203.0.113.9,, {}', {}",
    })
    void whatIsBeforeTheFirstStrangerIsHisOwnInvention(String told, String meant) {
        String address = anAddress();
        for (int i = 0; i < 5; i++) {
            assertThat(program(told.replace("{}", address), "x").statusCode()).isEqualTo(401);
        }
        assertLimited(program(meant.replace("{}", address), "x"));
    }

    @Test
    void addressesOfOneSiteCountAsOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(program("2001:db8:1:2::" + i, "x").statusCode()).isEqualTo(401);
        }
        assertLimited(program("[2001:db8:1:2:ffff::1]:80", "x"));
        assertThat(program("2001:db8:1:3::1", "x").statusCode()).isEqualTo(401);
    }

    /** However many addresses a flood has, it does not fill the disk; and none of it is lost. */
    @Test
    void aFloodOfWrongTokensIsNotedInAFewRows() {
        RefusedAuthentications refused = SERVICE.bean(RefusedAuthentications.class);
        refused.run();
        long before = Sql.number(SERVICE, "SELECT coalesce(max(sequence), 0) FROM audit_event");
        int flood = 150;
        for (int i = 0; i < flood; i++) {
            assertThat(program("198.18.0." + i, "x").statusCode()).isEqualTo(401);
        }
        refused.run();
        String rows = " FROM audit_event WHERE outcome = 'malformed' AND sequence > ?";
        assertThat(Sql.number(SERVICE, "SELECT sum(occurrences)" + rows, before)).isEqualTo(flood);
        assertThat(Sql.number(SERVICE, "SELECT count(*)" + rows, before))
                .as("the job may have written once in between")
                .isBetween(21L, 42L);
    }

    private static void assertLimited(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).isEqualTo("{\"error\":\"rate_limited\"}");
        assertThat(Long.parseLong(response.headers().firstValue("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(response.headers().firstValue("RateLimit").orElseThrow()).contains(";r=0;t=");
    }

    private static HttpResponse<String> program(String forwardedFor, String token) {
        return SERVICE.client()
                .send(
                        SERVICE.client()
                                .request("/v1/programs")
                                .header("X-Forwarded-For", forwardedFor)
                                .header("Forwarded", "for=198.51.100.1")
                                .header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> askForToken(String forwardedFor) {
        HttpRequest.Builder request =
                SERVICE.client()
                        .request("/oauth2/token")
                        .header("X-Forwarded-For", forwardedFor)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id=x&client_secret=y"));
        return SERVICE.client().send(request);
    }

    /** One that nobody had before. */
    private static synchronized String anAddress() {
        return "192.0.2." + ++lastAddress;
    }

    /** Of another client each time. */
    private static String token(UUID organisation) {
        return TestTokens.issue(
                SERVICE.bean(ApplicationContext.class),
                organisation,
                UUID.randomUUID().toString(),
                Scope.values());
    }
}
