package global.pryzma.ledger.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The file of the keys that sign tokens: one JSON Web Key, as it is made at the first start, or a
 * set of them, oldest first, as rotation makes it. The oldest stays for ever, as other keys are
 * derived from it.
 */
final class KeyFile {
    private static final String SET = "keys";

    private KeyFile() {}

    /**
     * Where it is.
     *
     * @param configured null where nothing is
     */
    static Path path(@Nullable Path configured, Path dataFolder) {
        return configured == null ? dataFolder.resolve("signing-key.jwk") : configured;
    }

    /**
     * The keys, of which there is one at least; makes the file with a new one if there is none.
     *
     * @throws ParseException if it holds something else
     */
    static List<SigningKey> readOrCreate(Path file) throws IOException, ParseException {
        byte[] content =
                SecretFile.readOrCreate(
                        file,
                        () ->
                                SigningKey.generate(JWSAlgorithm.ES256, null)
                                        .jwk()
                                        .toJSONString()
                                        .getBytes(StandardCharsets.US_ASCII));
        return parse(content);
    }

    /** The keys of a file that there has to be. */
    static List<SigningKey> read(Path file) throws IOException, ParseException {
        return parse(SecretFile.read(file));
    }

    /** Overwrites {@code content}; the text and the keys made of it are the library's. */
    private static List<SigningKey> parse(byte[] content) throws ParseException {
        String json = new String(content, StandardCharsets.US_ASCII);
        Arrays.fill(content, (byte) 0);
        Map<String, Object> members = JSONObjectUtils.parse(json);
        List<JWK> keys =
                members.containsKey(SET)
                        ? JWKSet.parse(members).getKeys()
                        : List.of(JWK.parse(members));
        if (keys.isEmpty()) {
            throw new ParseException("no key", 0);
        }
        try {
            return keys.stream().map(SigningKey::new).toList();
        } catch (IllegalArgumentException other) {
            throw new ParseException(String.valueOf(other.getMessage()), 0);
        }
    }

    /** Puts these keys in the place of those that are there. */
    static void replace(Path file, List<SigningKey> keys) throws IOException {
        String json = new JWKSet(keys.stream().map(SigningKey::jwk).toList()).toString(false);
        SecretFile.replace(file, json.getBytes(StandardCharsets.US_ASCII));
    }
}
