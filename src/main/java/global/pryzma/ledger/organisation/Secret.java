package global.pryzma.ledger.organisation;

import global.pryzma.ledger.security.Sha256;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Secrets of credentials: 256 random bits in text, behind a prefix that leak scanners can find. */
final class Secret {
    private static final String PREFIX = "pryzma_secret_";
    private static final int BYTES = 32;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** The hash of no secret: nobody finds one that has it. */
    static byte[] none() {
        return new byte[HASH_BYTES];
    }

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Arrays.fill(bytes, (byte) 0);
        return secret;
    }

    /** The hash that is stored of a secret: SHA-256, 32 bytes. */
    static byte[] hash(String secret) {
        return Sha256.of(secret);
    }
}
