package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tokens of those who would like to be somebody else, over HTTP, and the reason they are told. */
@Execution(ExecutionMode.SAME_THREAD)
class HostileTokensTest {
    private static final ServiceUnderTest SERVICE = ServiceUnderTest.shared();
    private static final String ISSUER = "https://api.pryzma.global";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final ECKey OWN =
            SERVICE.bean(ServiceKey.class).signing(Instant.EPOCH).jwk().toECKey();

    private record Hostile(String what, String token, String reason) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Hostile> tokens() throws Exception {
        ECKey theirs = new ECKeyGenerator(Curve.P_256).generate();
        String good = ours(claims -> claims);
        String[] parts = good.split("\\.");
        byte[] publicKey = OWN.toECPublicKey().getEncoded();
        byte[] publicJson = OWN.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                bad("wrong key", sign(OWN.getKeyID(), new ECDSASigner(theirs))),
                bad("kid: a path", sign("../../../dev/null", new ECDSASigner(theirs))),
                bad("kid: SQL", sign("' OR '1'='1' --", new ECDSASigner(theirs))),
                bad("kid: none", sign((String) null, new ECDSASigner(theirs))),
                bad(
                        "jwk, jku and x5u of their own",
                        sign(
                                new JWSHeader.Builder(JWSAlgorithm.ES256)
                                        .type(TYPE)
                                        .keyID(OWN.getKeyID())
                                        .jwk(theirs.toPublicJWK())
                                        .jwkURL(URI.create("http://127.0.0.1:1/jwks.json"))
                                        .x509CertURL(URI.create("http://127.0.0.1:1/x.pem"))
                                        .build(),
                                new ECDSASigner(theirs))),
                bad(
                        "HMAC with the public key",
                        sign(header(JWSAlgorithm.HS256), new MACSigner(publicKey))),
                bad(
                        "HMAC with the published key",
                        sign(header(JWSAlgorithm.HS512), new MACSigner(publicJson))),
                bad(
                        "swapped algorithm",
                        sign(
                                header(JWSAlgorithm.RS256),
                                new RSASSASigner(new RSAKeyGenerator(2048).generate()))),
                bad(
                        "edited payload",
                        parts[0]
                                + "."
                                + encode(json(parts[1]).replace("accounts", "programs"))
                                + "."
                                + parts[2]),
                bad("signature of zeros", parts[0] + "." + parts[1] + "." + encode(new byte[64])),
                new Hostile(
                        "none",
                        encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".",
                        "malformed"),
                new Hostile(
                        "None", encode("{\"alg\":\"nOnE\"}") + "." + parts[1] + ".", "malformed"),
                new Hostile("truncated", good.substring(0, good.length() - 8), "malformed"),
                new Hostile("two parts", parts[0] + "." + parts[1], "malformed"),
                new Hostile("no token", "x", "malformed"),
                new Hostile("long", good + "A".repeat(5000), "malformed"),
                new Hostile(
                        "deeply nested",
                        encode("[".repeat(1400)) + "." + parts[1] + "." + parts[2],
                        "malformed"),
                new Hostile("expired", ours(c -> c.expirationTime(at(-61))), "expired"),
                new Hostile("future", ours(c -> c.notBeforeTime(at(120))), "not_yet_valid"),
                new Hostile("from the future", ours(c -> c.issueTime(at(120))), "not_yet_valid"),
                new Hostile("no issuer", ours(c -> c.issuer(null)), "wrong_issuer"),
                new Hostile(
                        "other issuer",
                        ours(c -> c.issuer("https://evil.example")),
                        "wrong_issuer"),
                new Hostile(
                        "other audience",
                        ours(c -> c.audience("https://evil.example")),
                        "wrong_audience"),
                new Hostile("no end", ours(c -> c.expirationTime(null)), "malformed"),
                new Hostile(
                        "organisation: SQL", ours(c -> c.claim("org_id", "' OR 1")), "malformed"));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void isRefusedAndToldWhy(Hostile hostile) {
        HttpResponse<String> plain = SERVICE.client().get("/v1/accounts", hostile.token());
        assertThat(plain.statusCode()).isEqualTo(401);
        assertThat(plain.body()).isEqualTo("{\"error\":\"invalid_token\"}");
        assertThat(plain.headers().firstValue("WWW-Authenticate"))
                .contains(
                        "Bearer realm=\"pryzma-ledger\", error=\"invalid_token\","
                                + " error_description=\""
                                + hostile.reason()
                                + "\"");
        HttpResponse<String> detailed =
                SERVICE.client()
                        .send(
                                SERVICE.client()
                                        .request("/v1/accounts")
                                        .header("Accept", "application/problem+json")
                                        .header("Authorization", "Bearer " + hostile.token()));
        assertThat(detailed.body()).contains("\"detail\":\"" + hostile.reason() + "\"");
    }

    @Test
    void theStartingPointIsGoodAndAMegabyteIsNotRead() throws Exception {
        String good = ours(claims -> claims);
        assertThat(SERVICE.client().get("/v1/accounts", good).statusCode()).isEqualTo(200);
        assertThat(SERVICE.client().get("/v1/accounts", "A".repeat(1 << 20)).statusCode())
                .isEqualTo(431);
    }

    private static Hostile bad(String what, String token) {
        return new Hostile(what, token, "bad_signature");
    }

    private static JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(TYPE).keyID(OWN.getKeyID()).build();
    }

    private static String sign(@org.jspecify.annotations.Nullable String kid, JWSSigner signer)
            throws Exception {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(kid).build(), signer);
    }

    private static String sign(JWSHeader header, JWSSigner signer) throws Exception {
        return sign(header, claims().build(), signer);
    }

    private static String ours(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(
                header(JWSAlgorithm.ES256), change.apply(claims()).build(), new ECDSASigner(OWN));
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
            throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .expirationTime(at(600))
                .claim("org_id", UUID.randomUUID().toString())
                .claim("client_id", "hostile")
                .claim("scope", "accounts.read");
    }

    private static Date at(long secondsFromNow) {
        return Date.from(
                SERVICE.bean(Clock.class).instant().plus(Duration.ofSeconds(secondsFromNow)));
    }

    private static String json(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String encode(String json) {
        return encode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
