package global.pryzma.ledger.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;

import java.util.Optional;

/**
 * The public half of a key that signs tokens, with the one algorithm that it is for: ES256 with a
 * P-256 key, RS256 with an RSA key of 2048 bits or more.
 */
final class VerifyingKey {
    private static final int MIN_RSA_BITS = 2048;

    private final JWK jwk;
    private final JWSAlgorithm algorithm;
    private final JWSVerifier verifier;

    private VerifyingKey(JWK jwk, JWSAlgorithm algorithm, JWSVerifier verifier) {
        this.jwk = jwk;
        this.algorithm = algorithm;
        this.verifier = verifier;
    }

    /** Empty for a key of another kind, or for another use or algorithm. */
    static Optional<VerifyingKey> of(JWK key) {
        try {
            return (switch (key) {
                        case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
                                Optional.of(
                                        new VerifyingKey(
                                                ec.toPublicJWK(),
                                                JWSAlgorithm.ES256,
                                                new ECDSAVerifier(ec.toECPublicKey())));
                        case RSAKey rsa when rsa.size() >= MIN_RSA_BITS ->
                                Optional.of(
                                        new VerifyingKey(
                                                rsa.toPublicJWK(),
                                                JWSAlgorithm.RS256,
                                                new RSASSAVerifier(rsa.toRSAPublicKey())));
                        default -> Optional.<VerifyingKey>empty();
                    })
                    .filter(VerifyingKey::isForIt);
        } catch (JOSEException unusable) {
            return Optional.empty();
        }
    }

    private boolean isForIt() {
        return (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(algorithm))
                && (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE));
    }

    JWK jwk() {
        return jwk;
    }

    JWSAlgorithm algorithm() {
        return algorithm;
    }

    boolean isSameAs(VerifyingKey other) {
        return jwk.equals(other.jwk);
    }

    /** Whether it has signed the token, with its own algorithm whatever the token says. */
    boolean hasSigned(SignedJWT token) {
        try {
            return algorithm.equals(token.getHeader().getAlgorithm()) && token.verify(verifier);
        } catch (JOSEException unusable) {
            return false;
        }
    }
}
