package global.pryzma.ledger.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is known of tokens whose signature was checked, a bounded number of them, by their hash: so
 * a caller who uses one again costs no signature check, and no token lies about in memory. Whether
 * one still holds is for whoever asks to find out.
 */
final class Remembered<T> {
    private static final int SIZE = 10_000;

    private final Cache<TokenHash, T> tokens = Caffeine.newBuilder().maximumSize(SIZE).build();

    Optional<T> get(String token) {
        return token.length() > SignedText.MAX_CHARS
                ? Optional.empty()
                : Optional.ofNullable(tokens.getIfPresent(TokenHash.of(token)));
    }

    void put(String token, T known) {
        tokens.put(TokenHash.of(token), known);
    }

    /** SHA-256 of a token. */
    private record TokenHash(long a, long b, long c, long d) {
        static TokenHash of(String token) {
            ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token));
            return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }
    }
}
