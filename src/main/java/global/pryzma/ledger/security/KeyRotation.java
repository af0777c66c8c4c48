package global.pryzma.ledger.security;

import com.nimbusds.jose.JWSAlgorithm;

import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.core.value.PropertyResolver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that gives tokens a new key to be signed by. The new key is published at once and
 * signs a little later, when all instances have it; those before it go on to hold for as long as a
 * token of theirs may live.
 */
public final class KeyRotation {
    /** The word of the command line. */
    public static final String COMMAND = "rotate-signing-key";

    /** In it all instances have read the file again. */
    private static final Duration PUBLISHED_BEFORE = Duration.ofSeconds(60);

    /** In it a token's life is over, and the clocks of machines agree that it is. */
    private static final Duration LONGEST_TOKEN = SecuritySettings.LONGEST_LIFETIME.plusHours(1);

    private KeyRotation() {}

    /**
     * A rotation that was done.
     *
     * @param keyId of the new key
     * @param text to tell the operator
     */
    public record Done(@Nullable String keyId, String text) {}

    /**
     * Adds a key to the file of the configuration.
     *
     * @param configuration {@code algorithm} is ES256 or RS256
     */
    public static Done run(PropertyResolver configuration, Clock clock) {
        Path file =
                KeyFile.path(
                        configuration
                                .getProperty("pryzma.security.signing-key-file", String.class)
                                .map(Path::of)
                                .orElse(null),
                        Path.of(
                                configuration
                                        .getProperty("pryzma.data-folder", String.class)
                                        .orElse("data")));
        String algorithm = configuration.getProperty("algorithm", String.class).orElse("ES256");
        if (!algorithm.equals("ES256") && !algorithm.equals("RS256")) {
            throw new StartRefused("--algorithm is ES256 or RS256.");
        }
        try {
            SigningKey fresh = rotate(file, JWSAlgorithm.parse(algorithm), clock.instant());
            return new Done(
                    fresh.id(),
                    "%s has a new %s key, %s. It is published at once and signs in %d s; what the others have signed holds on."
                            .formatted(file, algorithm, fresh.id(), PUBLISHED_BEFORE.toSeconds()));
        } catch (IOException | ParseException e) {
            throw new StartRefused(file + " can't be used: " + e.getMessage(), e);
        }
    }

    static SigningKey rotate(Path file, JWSAlgorithm algorithm, Instant now)
            throws IOException, ParseException {
        List<SigningKey> before = KeyFile.readOrCreate(file);
        SigningKey fresh = SigningKey.generate(algorithm, now.plus(PUBLISHED_BEFORE));
        Instant end = now.plus(PUBLISHED_BEFORE).plus(LONGEST_TOKEN);
        List<SigningKey> after = new ArrayList<>();
        for (SigningKey key : before) {
            if (!key.isForgottenAt(now) || after.isEmpty()) { // the first one is the root
                after.add(key.isToBeForgotten() ? key : key.until(end));
            }
        }
        after.add(fresh);
        KeyFile.replace(file, after);
        return fresh;
    }
}
