package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
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
        tokens =
                new AccessTokens(
                        new SecuritySettings(US, US, Duration.ofHours(1), Duration.ofSeconds(60)),
                        key,
                        clock);
    }

    @Test
    void saysWhoItWasIssuedTo() {
        String token = tokens.issue(ORGANISATION, "client", Set.of(Scope.ACCOUNTS_READ));
        assertThat(valid(token).caller())
                .isEqualTo(new Caller(ORGANISATION, "client", Set.of(Scope.ACCOUNTS_READ)));
        assertThat(tokens.verify(token)).as("remembered").isEqualTo(valid(token));
    }

    @Test
    void aTokenThatIsUsedAgainCostsNoSignatureCheck() {
        String hot = tokens.issue(ORGANISATION, "client", Set.of());
        assertThat(tokens.known(hot)).isEmpty();
        TokenCheck check = tokens.verify(hot);
        assertThat(tokens.known(hot)).contains((TokenCheck.Valid) check);
        assertThat(tokens.known(hot + "=")).isEmpty();
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
            assertRefused(
                    token.substring(0, last) + alphabet.charAt(digit ^ stray),
                    TokenFault.MALFORMED);
        }
        assertRefused(token + "=", TokenFault.MALFORMED);
        assertRefused(token + "==", TokenFault.MALFORMED);
        assertRefused(parts[0] + "=." + parts[1] + "." + parts[2], TokenFault.MALFORMED);
        assertRefused(parts[0] + "." + parts[1] + "==." + parts[2], TokenFault.MALFORMED);
        assertRefused(parts[0] + "." + parts[1] + ".*" + parts[2], TokenFault.MALFORMED);
        assertRefused(parts[0] + "." + parts[1] + ". " + parts[2], TokenFault.MALFORMED);
        valid(token);
    }

    @Test
    void endsWithItsTimeAlsoWhenItIsRemembered() {
        String token = tokens.issue(ORGANISATION, "client", Set.of());
        valid(token);
        clock.pass(Duration.ofMinutes(60).plusSeconds(59));
        valid(token); // clocks may be apart
        clock.pass(Duration.ofSeconds(1));
        assertRefused(token, TokenFault.EXPIRED);
        clock.pass(Duration.ofSeconds(-1));
        valid(token); // not forgotten for good
    }

    @Test
    void outlivesARestart() throws Exception {
        String token = tokens.issue(ORGANISATION, "client", Set.of());
        make();
        valid(token);
    }

    @Test
    void scopesInTheLongFormAndUnknownOnes() throws Exception {
        String token =
                signed(claims ->
                        claims.claim(
                                "scope",
                                "https://api.pryzma.global/accounts.read else.where"
                                        + " transfers.write"));
        assertThat(valid(token).caller().scopes())
                .containsExactlyInAnyOrder(Scope.ACCOUNTS_READ, Scope.TRANSFERS_WRITE);
    }

    @Test
    void claimsThatAreMissingOrOfOthers() throws Exception {
        valid(signed(claims -> claims)); // the starting point
        assertRefused(signed(claims -> claims.expirationTime(null)), TokenFault.MALFORMED);
        assertRefused(
                signed(claims -> claims.expirationTime(at(Duration.ofSeconds(-60)))),
                TokenFault.EXPIRED);
        assertRefused(
                signed(claims -> claims.notBeforeTime(at(Duration.ofSeconds(61)))),
                TokenFault.NOT_YET_VALID);
        assertRefused(
                signed(claims -> claims.issueTime(at(Duration.ofSeconds(61)))),
                TokenFault.NOT_YET_VALID);
        valid(signed(claims -> claims.notBeforeTime(at(Duration.ofSeconds(60)))));
        assertRefused(signed(claims -> claims.issuer(null)), TokenFault.WRONG_ISSUER);
        assertRefused(
                signed(claims -> claims.issuer("https://them.example")), TokenFault.WRONG_ISSUER);
        assertRefused(signed(claims -> claims.audience((String) null)), TokenFault.WRONG_AUDIENCE);
        assertRefused(
                signed(claims -> claims.audience("https://them.example")),
                TokenFault.WRONG_AUDIENCE);
        assertRefused(signed(claims -> claims.claim("org_id", null)), TokenFault.MALFORMED);
        assertRefused(signed(claims -> claims.claim("org_id", "x")), TokenFault.MALFORMED);
        assertRefused(signed(claims -> claims.claim("org_id", 1)), TokenFault.MALFORMED);
        assertRefused(signed(claims -> claims.claim("client_id", null)), TokenFault.MALFORMED);
        assertRefused(signed(claims -> claims.claim("scope", null)), TokenFault.MALFORMED);
        assertRefused(
                signed(claims -> claims.claim("scope", java.util.List.of("accounts.read"))),
                TokenFault.MALFORMED);
        assertRefused(
                signed(claims -> claims.claim("filler", "x".repeat(4096))), TokenFault.MALFORMED);
    }

    @Test
    void otherAlgorithmsKeysAndTypes() throws Exception {
        JWTClaimsSet claims = claims(any -> any);
        ECKey own = own();
        assertRefused(new PlainJWT(claims).serialize(), TokenFault.MALFORMED);
        assertRefused(
                sign(claims, JWSAlgorithm.ES256, null, new ECDSASigner(own)), TokenFault.MALFORMED);
        assertRefused(
                sign(claims, JWSAlgorithm.ES256, JOSEObjectType.JWT, new ECDSASigner(own)),
                TokenFault.MALFORMED);
        ECKey another = new ECKeyGenerator(Curve.P_256).generate();
        assertRefused(
                sign(claims, JWSAlgorithm.ES256, TYPE, new ECDSASigner(another)),
                TokenFault.BAD_SIGNATURE);
        ECKey longer = new ECKeyGenerator(Curve.P_384).generate();
        assertRefused(
                sign(claims, JWSAlgorithm.ES384, TYPE, new ECDSASigner(longer)),
                TokenFault.BAD_SIGNATURE);
        byte[] publicKey = own.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertRefused(
                sign(claims, JWSAlgorithm.HS256, TYPE, new MACSigner(publicKey)),
                TokenFault.BAD_SIGNATURE);
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

    @Test
    void aRotatedKeyLeavesLiveTokensAlone() throws Exception {
        Path file = folder.resolve("key");
        String before = tokens.issue(ORGANISATION, "client", Set.of());
        Object derived = key.derive("cursors");
        KeyRotation.rotate(file, JWSAlgorithm.RS256, clock.instant());
        AccessTokens another =
                new AccessTokens(
                        new SecuritySettings(US, US, Duration.ofHours(1), Duration.ofSeconds(60)),
                        new ServiceKey(file),
                        clock);
        assertThat(algorithm(another.issue(ORGANISATION, "client", Set.of())))
                .as("not before all instances know it")
                .isEqualTo(JWSAlgorithm.ES256);
        key.run();
        clock.pass(Duration.ofSeconds(60));
        String after = another.issue(ORGANISATION, "client", Set.of());
        assertThat(algorithm(after)).isEqualTo(JWSAlgorithm.RS256);
        valid(after);
        valid(before);
        assertThat(another.verify(before)).isInstanceOf(TokenCheck.Valid.class);
        assertThat(key.published(clock.instant()).toString())
                .contains("kty=EC", "kty=RSA")
                .doesNotContain(" d=", "{d=");
        clock.pass(Duration.ofHours(26));
        KeyRotation.rotate(file, JWSAlgorithm.ES256, clock.instant());
        key.run();
        assertThat(key.published(clock.instant()).toString()).contains("kty=RSA", "kty=EC");
        assertThat(key.derive("cursors")).isEqualTo(derived);
        assertThat(new ServiceKey(file).derive("cursors")).as("the root stays").isEqualTo(derived);
        assertRefused(before, TokenFault.BAD_SIGNATURE);
    }

    private static com.nimbusds.jose.Algorithm algorithm(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getAlgorithm();
    }

    private ECKey own() {
        return key.signing(clock.instant()).jwk().toECKey();
    }

    private TokenCheck.Valid valid(String token) {
        assertThat(tokens.verify(token)).as(token).isInstanceOf(TokenCheck.Valid.class);
        return (TokenCheck.Valid) tokens.verify(token);
    }

    private void assertRefused(String token, TokenFault fault) {
        assertThat(tokens.verify(token)).as(token).isEqualTo(new TokenCheck.Refused(fault));
    }

    private void assertRefused(String token) {
        assertThat(tokens.verify(token)).as(token).isInstanceOf(TokenCheck.Refused.class);
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
        return sign(claims(change), JWSAlgorithm.ES256, TYPE, new ECDSASigner(own()));
    }

    private String sign(
            JWTClaimsSet claims,
            JWSAlgorithm algorithm,
            @org.jspecify.annotations.Nullable JOSEObjectType type,
            JWSSigner signer)
            throws Exception {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(algorithm).type(type).keyID(own().getKeyID()).build(),
                        claims);
        token.sign(signer);
        return token.serialize();
    }
}
