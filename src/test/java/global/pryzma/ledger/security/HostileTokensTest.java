package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;

import global.pryzma.ledger.security.HostileTokens.Hostile;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.stream.Stream;

/** Tokens of those who would like to be somebody else, over HTTP, and the reason they are told. */
@Execution(ExecutionMode.SAME_THREAD)
class HostileTokensTest {
    private static final ServiceUnderTest SERVICE = ServiceUnderTest.shared();
    private static final String ISSUER = "https://api.pryzma.global";

    private static HostileTokens hostile() {
        Instant now = SERVICE.bean(Clock.class).instant();
        return new HostileTokens(
                SERVICE.bean(ServiceKey.class).signing(Instant.EPOCH).jwk(),
                new JOSEObjectType("at+jwt"),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(ISSUER)
                        .expirationTime(Date.from(now.plusSeconds(600)))
                        .claim("org_id", UUID.randomUUID().toString())
                        .claim("client_id", "hostile")
                        .claim("scope", "accounts.read")
                        .build(),
                now);
    }

    static Stream<Hostile> tokens() throws Exception {
        HostileTokens hostile = hostile();
        return Stream.concat(
                hostile.all(),
                Stream.of(
                        hostile.changed(
                                "organisation: SQL",
                                "malformed",
                                claims -> claims.claim("org_id", "' OR 1"))));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void isRefusedAndToldWhy(Hostile hostile) {
        hostile.isRefusedBy(SERVICE);
    }

    @Test
    void theStartingPointIsGoodAndAMegabyteIsNotRead() throws Exception {
        String good = hostile().good();
        assertThat(SERVICE.client().get("/v1/accounts", good).statusCode()).isEqualTo(200);
        assertThat(SERVICE.client().get("/v1/accounts", "A".repeat(1 << 20)).statusCode())
                .isEqualTo(431);
    }
}
