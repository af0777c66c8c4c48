package global.pryzma.ledger.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Date;
import java.util.Objects;

/**
 * A key that signs tokens, with the one algorithm that it is for: ES256 with a P-256 key, RS256
 * with an RSA key. It signs from {@code nbf} on, and what it has signed holds until {@code exp}; a
 * key without them does so for ever.
 */
final class SigningKey {
    private static final int RSA_BITS = 3072;

    private final JWK jwk;
    private final VerifyingKey publicHalf;
    private final JWSSigner signer;

    /**
     * @throws IllegalArgumentException for a key of another kind, or without its private half
     */
    SigningKey(JWK jwk) {
        this.jwk = jwk;
        this.publicHalf =
                VerifyingKey.of(jwk)
                        .filter(_ -> jwk.isPrivate())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a private P-256 key for ES256, or an RSA key of 2048 bits"
                                                + " or more for RS256"));
        try {
            this.signer =
                    switch (jwk) {
                        case ECKey ec -> new ECDSASigner(ec);
                        case RSAKey rsa -> new RSASSASigner(rsa);
                        default -> throw new IllegalStateException();
                    };
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a key that can't be used", e);
        }
    }

    static SigningKey generate(JWSAlgorithm algorithm, @Nullable Instant notBefore) {
        Date from = notBefore == null ? null : Date.from(notBefore);
        try {
            return new SigningKey(
                    algorithm.equals(JWSAlgorithm.RS256)
                            ? new RSAKeyGenerator(RSA_BITS)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .algorithm(algorithm)
                                    .keyIDFromThumbprint(true)
                                    .notBeforeTime(from)
                                    .generate()
                            : new ECKeyGenerator(Curve.P_256)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .algorithm(algorithm)
                                    .keyIDFromThumbprint(true)
                                    .notBeforeTime(from)
                                    .generate());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same, to be forgotten at this time. */
    SigningKey until(Instant expires) {
        Date until = Date.from(expires);
        return new SigningKey(
                switch (jwk) {
                    case ECKey ec -> new ECKey.Builder(ec).expirationTime(until).build();
                    case RSAKey rsa -> new RSAKey.Builder(rsa).expirationTime(until).build();
                    default -> throw new IllegalStateException();
                });
    }

    JWK jwk() {
        return jwk;
    }

    @Nullable String id() {
        return jwk.getKeyID();
    }

    boolean hasId(@Nullable String id) {
        return Objects.equals(jwk.getKeyID(), id);
    }

    JWSAlgorithm algorithm() {
        return publicHalf.algorithm();
    }

    boolean signsAt(Instant now) {
        return jwk.getNotBeforeTime() == null || !now.isBefore(jwk.getNotBeforeTime().toInstant());
    }

    boolean isForgottenAt(Instant now) {
        return jwk.getExpirationTime() != null
                && !now.isBefore(jwk.getExpirationTime().toInstant());
    }

    boolean isToBeForgotten() {
        return jwk.getExpirationTime() != null;
    }

    void sign(SignedJWT token) {
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    VerifyingKey publicHalf() {
        return publicHalf;
    }

    /** What nobody else may know, as bytes. */
    byte[] secret() {
        return switch (jwk) {
            case ECKey ec -> ec.getD().decode();
            case RSAKey rsa -> rsa.getPrivateExponent().decode();
            default -> throw new IllegalStateException();
        };
    }
}
