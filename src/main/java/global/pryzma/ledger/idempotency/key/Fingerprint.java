package global.pryzma.ledger.idempotency.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a key was used for: SHA-256 of the ASCII text {@code pryzma-fingerprint}, one byte {@link
 * #VERSION}, the operation's name in UTF-8 behind its length as two bytes, and the canonical
 * content. Permanent.
 */
public final class Fingerprint {
    static final int VERSION = 1;

    /**
     * Stands for whatever was, or will be, asked with a key: 32 bytes of 0, which no content has.
     */
    public static final Fingerprint ANY = new Fingerprint(new byte[32]);

    private static final byte[] LABEL = "pryzma-fingerprint".getBytes(StandardCharsets.US_ASCII);

    private final byte[] hash;

    private Fingerprint(byte[] hash) {
        this.hash = hash;
    }

    public static Fingerprint of(String operation, byte[] content) {
        byte[] name = operation.getBytes(StandardCharsets.UTF_8);
        ByteBuffer before =
                ByteBuffer.allocate(LABEL.length + 1 + 2 + name.length)
                        .put(LABEL)
                        .put((byte) VERSION)
                        .putShort((short) name.length)
                        .put(name);
        return new Fingerprint(DerivedIds.sha256(before.array(), content));
    }

    /** One that was stored: 32 bytes. */
    public static Fingerprint stored(byte[] hash) {
        if (hash.length != 32) {
            throw new IllegalArgumentException("a fingerprint has 32 bytes, not " + hash.length);
        }
        return new Fingerprint(hash.clone());
    }

    public byte[] bytes() {
        return hash.clone();
    }

    /** The first 64 bits, never 0: the ledger reads 0 in {@code user_data_64} as "none". */
    public long bits64() {
        long bits = ByteBuffer.wrap(hash).getLong();
        return bits == 0 ? 1 : bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
