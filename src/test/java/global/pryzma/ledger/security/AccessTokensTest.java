package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

class AccessTokensTest {
    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final String US = "https://us.example";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    @TempDir private Path folder;
    private final TestClock clock = new TestClock();
    private ServiceKey key;
    private AccessTokens tokens;

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void make() throws Exception {
        key = new ServiceKey(folder.resolve("key"));
        tokens = new AccessTokens(new SecuritySettings(US, US, Duration.ofHours(1)), key, clock);
    }

    @Test
    void saysWhoItWasIssuedTo() {
        String token = tokens.issue(ORGANISATION, "client", Set.of(Scope.ACCOUNTS_READ));
        assertThat(tokens.verify(token))
                .contains(new Caller(ORGANISATION, "client", Set.of(Scope.ACCOUNTS_READ)));
        assertThat(tokens.verify(token)).as("remembered").isPresent();
    }

    @Test
    void aTokenThatIsUsedAgainCostsNoSignatureCheck() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        JWSVerifier counting =
                new ECDSAVerifier(key.key().toECPublicKey()) {
                    @Override
                    public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
                            throws JOSEException {
                        checks.incrementAndGet();
                        return super.verify(header, input, signature);
                    }
                };
        AccessTokens counted =
                new AccessTokens(
                        new SecuritySettings(US, US, Duration.ofHours(1)), key, clock, counting);
        String hot = counted.issue(ORGANISATION, "client", Set.of());
        for (int i = 0; i < 100; i++) {
            assertThat(counted.verify(hot)).isPresent();
        }
        assertThat(checks).hasValue(1);
        assertThat(counted.verify(counted.issue(ORGANISATION, "client", Set.of()))).isPresent();
        assertThat(checks).hasValue(2);
    }

    @Test
    void hasOneTextOnly() {
        String token = tokens.issue(ORGANISATION, "client", Set.of());
        String[] parts = token.split("\\.");
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = token.length() - 1;
        int digit = alphabet.indexOf(token.charAt(last));
        for (int stray = 1;
                stray < 16;
                stray++) { // the last of 86 characters has 2 bits of 64 bytes
            assertThat(tokens.verify(token.substring(0, last) + alphabet.charAt(digit ^ stray)))
                    .as("stray " + stray)
                    .isEmpty();
        }
        assertThat(tokens.verify(token + "=")).isEmpty();
        assertThat(tokens.verify(token + "==")).isEmpty();
        assertThat(tokens.verify(parts[0] + "=." + parts[1] + "." + parts[2])).isEmpty();
        assertThat(tokens.verify(parts[0] + "." + parts[1] + "==." + parts[2])).isEmpty();
        assertThat(tokens.verify(parts[0] + "." + parts[1] + ".*" + parts[2])).isEmpty();
        assertThat(tokens.verify(parts[0] + "." + parts[1] + ". " + parts[2])).isEmpty();
        assertThat(tokens.verify(token)).isPresent();
    }

    @Test
    void endsWithItsTimeAlsoWhenItIsRemembered() {
        String token = tokens.issue(ORGANISATION, "client", Set.of());
        clock.pass(Duration.ofMinutes(60));
        assertThat(tokens.verify(token)).as("within the skew of clocks").isPresent();
        clock.pass(Duration.ofSeconds(5));
        assertThat(tokens.verify(token)).isEmpty();
        clock.pass(Duration.ofSeconds(-5));
        assertThat(tokens.verify(token)).as("not forgotten for good").isPresent();
    }

    @Test
    void outlivesARestart() throws Exception {
        String token = tokens.issue(ORGANISATION, "client", Set.of());
        make();
        assertThat(tokens.verify(token)).isPresent();
    }

    @Test
    void scopesInTheLongFormAndUnknownOnes() throws Exception {
        String token =
                signed(claims ->
                        claims.claim(
                                "scope",
                                "https://api.pryzma.global/accounts.read else.where"
                                        + " transfers.write"));
        assertThat(tokens.verify(token).orElseThrow().scopes())
                .containsExactlyInAnyOrder(Scope.ACCOUNTS_READ, Scope.TRANSFERS_WRITE);
    }

    @Test
    void claimsThatAreMissingOrOfOthers() throws Exception {
        assertThat(tokens.verify(signed(claims -> claims))).as("the starting point").isPresent();
        assertRefused(signed(claims -> claims.expirationTime(null)));
        assertRefused(signed(claims -> claims.expirationTime(at(Duration.ofSeconds(-5)))));
        assertRefused(signed(claims -> claims.notBeforeTime(at(Duration.ofSeconds(6)))));
        assertRefused(signed(claims -> claims.issuer(null)));
        assertRefused(signed(claims -> claims.issuer("https://them.example")));
        assertRefused(signed(claims -> claims.audience((String) null)));
        assertRefused(signed(claims -> claims.audience("https://them.example")));
        assertRefused(signed(claims -> claims.claim("org_id", null)));
        assertRefused(signed(claims -> claims.claim("org_id", "x")));
        assertRefused(signed(claims -> claims.claim("org_id", 1)));
        assertRefused(signed(claims -> claims.claim("client_id", null)));
        assertRefused(signed(claims -> claims.claim("scope", null)));
        assertRefused(signed(claims -> claims.claim("scope", java.util.List.of("accounts.read"))));
        assertRefused(signed(claims -> claims.claim("filler", "x".repeat(4096))));
    }

    @Test
    void otherAlgorithmsKeysAndTypes() throws Exception {
        JWTClaimsSet claims = claims(any -> any);
        assertRefused(new PlainJWT(claims).serialize());
        assertRefused(sign(claims, JWSAlgorithm.ES256, null, new ECDSASigner(key.key())));
        assertRefused(
                sign(claims, JWSAlgorithm.ES256, JOSEObjectType.JWT, new ECDSASigner(key.key())));
        ECKey another = new ECKeyGenerator(Curve.P_256).generate();
        assertRefused(sign(claims, JWSAlgorithm.ES256, TYPE, new ECDSASigner(another)));
        ECKey longer = new ECKeyGenerator(Curve.P_384).generate();
        assertRefused(sign(claims, JWSAlgorithm.ES384, TYPE, new ECDSASigner(longer)));
        byte[] publicKey = key.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertRefused(sign(claims, JWSAlgorithm.HS256, TYPE, new MACSigner(publicKey)));
    }

    @Test
    void everyChangedCharacterAndWhatIsNoTokenAtAll() {
        String token = tokens.issue(ORGANISATION, "client", Set.of(Scope.ACCOUNTS_READ));
        int signature = token.lastIndexOf('.');
        for (int i = 0; i < token.length(); i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(token.substring(0, i) + other + token.substring(i + 1));
        }
        assertRefused(token.substring(0, signature + 1));
        // The signature of zeros that some libraries took for any message (CVE-2022-21449).
        assertRefused(
                token.substring(0, signature + 1)
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
        for (String text :
                new String[] {
                    "",
                    ".",
                    "..",
                    "...",
                    "x",
                    "é.é.é",
                    "eyJhbGciOiJub25lIn0.e30.",
                    "bnVsbA.e30.AAAA"
                }) {
            assertRefused(text);
        }
    }

    private void assertRefused(String token) {
        assertThat(tokens.verify(token)).as(token).isEmpty();
    }

    private Date at(Duration fromNow) {
        return Date.from(clock.instant().plus(fromNow));
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(
                        new JWTClaimsSet.Builder()
                                .issuer(US)
                                .audience(US)
                                .expirationTime(at(Duration.ofMinutes(1)))
                                .claim("org_id", ORGANISATION.toString())
                                .claim("client_id", "client")
                                .claim("scope", "accounts.read"))
                .build();
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(claims(change), JWSAlgorithm.ES256, TYPE, new ECDSASigner(key.key()));
    }

    private static String sign(
            JWTClaimsSet claims,
            JWSAlgorithm algorithm,
            @org.jspecify.annotations.Nullable JOSEObjectType type,
            JWSSigner signer)
            throws Exception {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).type(type).build(), claims);
        token.sign(signer);
        return token.serialize();
    }
}
