package global.pryzma.ledger.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The service's own key: a P-256 key that signs the tokens of the built-in token endpoint. It lives
 * in a file, so that tokens outlive a restart; instances that work together share the file. Made at
 * the first start.
 */
@Singleton
public final class ServiceKey {
    private final ECKey key;

    @Inject
    ServiceKey(
            @Nullable @Value("${pryzma.security.signing-key-file}") Path file,
            @Value("${pryzma.data-folder:data}") Path dataFolder) {
        this(file == null ? dataFolder.resolve("signing-key.jwk") : file);
    }

    /** Reads the key from the file, or makes both. */
    ServiceKey(Path file) {
        try {
            byte[] jwk = SecretFile.readOrCreate(file, ServiceKey::generate);
            key = ECKey.parse(new String(jwk, StandardCharsets.US_ASCII));
            if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
                throw new StartRefused(file + " does not hold a private P-256 key.");
            }
        } catch (IOException failure) {
            throw new StartRefused("The signing key file can't be used: " + failure, failure);
        } catch (ParseException malformed) {
            throw new StartRefused(file + " does not hold a JSON Web Key.", malformed);
        }
    }

    private static byte[] generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString()
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ECKey key() {
        return key;
    }

    /** A key for another purpose, named by {@code label}; it tells nothing about this one. */
    public SecretKeySpec derive(String label) {
        SecretKeySpec secret = new SecretKeySpec(key.getD().decode(), "HmacSHA256");
        byte[] derived = hmac(secret, label.getBytes(StandardCharsets.UTF_8));
        return new SecretKeySpec(derived, "HmacSHA256");
    }

    /** HMAC-SHA-256: 32 bytes. */
    public static byte[] hmac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
