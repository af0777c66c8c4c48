package global.pryzma.ledger.security;

import com.nimbusds.jose.jwk.JWKSet;

import global.pryzma.ledger.job.OwnReading;
import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The service's own keys, which sign the tokens of the built-in token endpoint. They live in a
 * file, so that tokens outlive a restart; instances that work together share the file, and read it
 * again every few seconds, so that a rotated key needs no restart. Made at the first start.
 */
@Singleton
public final class ServiceKey implements OwnReading {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Path file;

    /** The first one's, as long as this process lives. */
    private final SecretKeySpec root;

    private volatile List<SigningKey> keys;

    @Inject
    ServiceKey(
            @Nullable @Value("${pryzma.security.signing-key-file}") Path file,
            @Value("${pryzma.data-folder:data}") Path dataFolder) {
        this(KeyFile.path(file, dataFolder));
    }

    /** Reads the keys from the file, or makes both. */
    ServiceKey(Path file) {
        this.file = file;
        try {
            keys = KeyFile.readOrCreate(file);
        } catch (ExposedFile exposed) {
            throw new StartRefused(String.valueOf(exposed.getMessage()), exposed);
        } catch (IOException failure) {
            throw new StartRefused("The signing key file can't be used: " + failure, failure);
        } catch (ParseException malformed) {
            throw new StartRefused(
                    file + " does not hold private JSON Web Keys for ES256 or RS256.", malformed);
        }
        root = key(keys.getFirst().secret());
    }

    /** The key that signs now: the youngest one that may. */
    SigningKey signing(Instant now) {
        List<SigningKey> known = keys;
        for (SigningKey key : known.reversed()) {
            if (key.signsAt(now) && !key.isForgottenAt(now)) {
                return key;
            }
        }
        return known.getLast();
    }

    /** The key with this id, if what it has signed still holds. */
    Optional<SigningKey> find(@Nullable String id, Instant now) {
        return keys.stream().filter(key -> key.hasId(id) && !key.isForgottenAt(now)).findFirst();
    }

    /** The public halves of all keys that have signed, or will, what still holds (RFC 7517). */
    Map<String, Object> published(Instant now) {
        return new JWKSet(
                        keys.stream()
                                .filter(key -> !key.isForgottenAt(now))
                                .map(SigningKey::jwk)
                                .toList())
                .toJSONObject(true);
    }

    /** A key for another purpose, named by {@code label}; it tells nothing about this one. */
    public SecretKeySpec derive(String label) {
        return key(hmac(root, label.getBytes(StandardCharsets.UTF_8)));
    }

    /** Has a copy of the bytes, which are overwritten. */
    private static SecretKeySpec key(byte[] bytes) {
        SecretKeySpec key = new SecretKeySpec(bytes, "HmacSHA256");
        Arrays.fill(bytes, (byte) 0);
        return key;
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

    @Override
    public String name() {
        return "signing-keys";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** Reads the file again. One that can't be read changes nothing. */
    @Override
    public void run() {
        try {
            keys = KeyFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException malformed) {
            throw new IllegalStateException(file + " does not hold signing keys", malformed);
        }
    }
}
