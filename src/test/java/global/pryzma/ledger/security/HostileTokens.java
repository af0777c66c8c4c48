package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import global.pryzma.ledger.testing.ServiceUnderTest;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tokens of those who would like to be somebody else, made from what one issuer's good ones are
 * like.
 *
 * @param own the issuer's key, with its private half
 * @param type of a good token's header; null for none
 * @param claims of a good token
 */
record HostileTokens(JWK own, @Nullable JOSEObjectType type, JWTClaimsSet claims, Instant now) {
    /**
     * One of them.
     *
     * @param reason that its bearer is told
     */
    record Hostile(String what, String token, String reason) {
        @Override
        public String toString() {
            return what;
        }

        /** Sends it, and looks at what is said of it. */
        void isRefusedBy(ServiceUnderTest service) {
            HttpResponse<String> plain = service.client().get("/v1/accounts", token);
            assertThat(plain.statusCode()).isEqualTo(401);
            assertThat(plain.body()).isEqualTo("{\"error\":\"invalid_token\"}");
            assertThat(plain.headers().firstValue("WWW-Authenticate"))
                    .contains(
                            "Bearer realm=\"pryzma-ledger\", error=\"invalid_token\","
                                    + " error_description=\""
                                    + reason
                                    + "\"");
            HttpResponse<String> detailed =
                    service.client()
                            .send(
                                    service.client()
                                            .request("/v1/accounts")
                                            .header("Accept", "application/problem+json")
                                            .header("Authorization", "Bearer " + token));
            assertThat(detailed.body()).contains("\"detail\":\"" + reason + "\"");
        }
    }

    Stream<Hostile> all() throws Exception {
        JWK theirs = another();
        String good = good();
        String[] parts = good.split("\\.");
        byte[] publicKey = ((AsymmetricJWK) own).toPublicKey().getEncoded();
        byte[] publicJson = own.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                bad("wrong key", signed(own.getKeyID(), theirs)),
                bad("kid: a path", signed("../../../dev/null", theirs)),
                bad("kid: SQL", signed("' OR '1'='1' --", theirs)),
                bad("kid: none", signed(null, theirs)),
                bad(
                        "jwk, jku and x5u of their own",
                        sign(
                                new JWSHeader.Builder(algorithm(own))
                                        .type(type)
                                        .keyID(own.getKeyID())
                                        .jwk(theirs.toPublicJWK())
                                        .jwkURL(URI.create("http://127.0.0.1:1/jwks.json"))
                                        .x509CertURL(URI.create("http://127.0.0.1:1/x.pem"))
                                        .build(),
                                claims,
                                signer(theirs))),
                bad(
                        "HMAC with the public key",
                        sign(header(JWSAlgorithm.HS256), claims, new MACSigner(publicKey))),
                bad(
                        "HMAC with the published key",
                        sign(header(JWSAlgorithm.HS512), claims, new MACSigner(publicJson))),
                bad("swapped algorithm", swapped()),
                bad(
                        "edited payload",
                        parts[0]
                                + "."
                                + encode(json(parts[1]).replace("accounts", "programs"))
                                + "."
                                + parts[2]),
                bad("signature of zeros", parts[0] + "." + parts[1] + "." + encode(new byte[64])),
                malformed(
                        "none",
                        encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + "."),
                malformed("None", encode("{\"alg\":\"nOnE\"}") + "." + parts[1] + "."),
                malformed("truncated", good.substring(0, good.length() - 5)),
                malformed("two parts", parts[0] + "." + parts[1]),
                malformed("no token", "x"),
                malformed("long", good + "A".repeat(5000)),
                malformed(
                        "deeply nested",
                        encode("[".repeat(1400)) + "." + parts[1] + "." + parts[2]),
                changed("expired", "expired", c -> c.expirationTime(at(-61))),
                changed("future", "not_yet_valid", c -> c.notBeforeTime(at(120))),
                changed("from the future", "not_yet_valid", c -> c.issueTime(at(120))),
                changed("no issuer", "wrong_issuer", c -> c.issuer(null)),
                changed("other issuer", "wrong_issuer", c -> c.issuer("https://evil.example")),
                changed(
                        "other audience",
                        "wrong_audience",
                        c -> c.audience("https://evil.example")),
                changed("no end", "malformed", c -> c.expirationTime(null)),
                changed("no client", "malformed", c -> c.claim("client_id", null)),
                changed("no scope", "malformed", c -> c.claim("scope", null)));
    }

    /** A good one. */
    String good() throws Exception {
        return signed(claims);
    }

    /** A good one, but for this. */
    Hostile changed(String what, String reason, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        return new Hostile(
                what, signed(change.apply(new JWTClaimsSet.Builder(claims)).build()), reason);
    }

    Date at(long secondsFromNow) {
        return Date.from(now.plusSeconds(secondsFromNow));
    }

    String signed(JWTClaimsSet other) throws Exception {
        return sign(header(algorithm(own)), other, signer(own));
    }

    private static Hostile bad(String what, String token) {
        return new Hostile(what, token, "bad_signature");
    }

    private static Hostile malformed(String what, String token) {
        return new Hostile(what, token, "malformed");
    }

    private String signed(@Nullable String kid, JWK key) throws Exception {
        return sign(
                new JWSHeader.Builder(algorithm(key)).type(type).keyID(kid).build(),
                claims,
                signer(key));
    }

    /** By a key of the other kind, or with the other algorithm of the same. */
    private String swapped() throws Exception {
        return own instanceof RSAKey rsa
                ? sign(header(JWSAlgorithm.PS256), claims, new RSASSASigner(rsa))
                : sign(
                        header(JWSAlgorithm.RS256),
                        claims,
                        new RSASSASigner(new RSAKeyGenerator(2048).generate()));
    }

    private JWK another() throws Exception {
        return own instanceof RSAKey
                ? new RSAKeyGenerator(2048).generate()
                : new ECKeyGenerator(Curve.P_256).generate();
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    }

    private static JWSSigner signer(JWK key) throws Exception {
        return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
    }

    private JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(type).keyID(own.getKeyID()).build();
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
            throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
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
