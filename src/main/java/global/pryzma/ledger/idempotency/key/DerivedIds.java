package global.pryzma.ledger.idempotency.key;

import global.pryzma.ledger.ledger.LedgerId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The ids of everything that one key makes, as a pure function of (organisation, key): no crash,
 * failover or lost row can make a retry use another id, and the ledger then refuses the second copy
 * by itself.
 *
 * <p>Layout, permanent for {@link #VERSION} 1, from the top bit (the form of RFC 9562 version 8):
 *
 * <ul>
 *   <li>48 bits: the key's timestamp if the key is a UUIDv7, so that such clients give the ledger
 *       time-ordered ids, else hash
 *   <li>4 bits: 8
 *   <li>12 bits: hash
 *   <li>2 bits: 2
 *   <li>49 bits: hash
 *   <li>13 bits: the index of the object inside the request
 * </ul>
 *
 * <p>The hash is SHA-256 of the ASCII text {@code pryzma-id}, one byte {@link #VERSION}, the 16
 * bytes of the organisation id and the 16 bytes of the key. The fixed bits keep an id from being 0
 * or 2^128-1.
 */
public final class DerivedIds {
    /** The version of this derivation. */
    static final int VERSION = 1;

    /** Ids of one request; the most events that a message of the ledger holds. */
    public static final int MAX_INDEX = 8_189;

    private static final byte[] LABEL = "pryzma-id".getBytes(StandardCharsets.US_ASCII);
    private static final int INDEX_BITS = 13;

    private final long high;
    private final long low;

    private DerivedIds(long high, long low) {
        this.high = high;
        this.low = low;
    }

    public static DerivedIds of(UUID organisation, IdempotencyKey key) {
        ByteBuffer input =
                ByteBuffer.allocate(LABEL.length + 1 + 32)
                        .put(LABEL)
                        .put((byte) VERSION)
                        .putLong(organisation.getMostSignificantBits())
                        .putLong(organisation.getLeastSignificantBits())
                        .putLong(key.value().getMostSignificantBits())
                        .putLong(key.value().getLeastSignificantBits());
        ByteBuffer hash = ByteBuffer.wrap(sha256(input.array()));
        long top = hash.getLong();
        long bottom = hash.getLong();
        if (key.value().version() == 7 && key.value().variant() == 2) {
            top = (key.value().getMostSignificantBits() & ~0xFFFFL) | (top & 0xFFFFL);
        }
        long version8 = (top & ~0xF000L) | 0x8000L;
        long variant2 = (bottom & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new DerivedIds(version8, variant2 & -(1L << INDEX_BITS));
    }

    /** The id of the object with this index inside the request, 0 to {@value #MAX_INDEX}. */
    public LedgerId id(int index) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("index " + index);
        }
        return new LedgerId(high, low | index);
    }

    /** The id of the object with this index inside the request that made another one. */
    public static LedgerId sibling(LedgerId id, int index) {
        return new LedgerId(id.high(), (id.low() & -(1L << INDEX_BITS)) | index);
    }

    /** The index inside its request of the object with this id. */
    public static int index(LedgerId id) {
        return (int) (id.low() & ((1L << INDEX_BITS) - 1));
    }

    /** Whether both are ids of one key's objects. */
    public static boolean areOfOneKey(LedgerId one, LedgerId other) {
        return one.high() == other.high() && one.low() >>> INDEX_BITS == other.low() >>> INDEX_BITS;
    }

    /** SHA-256, of which ids, fingerprints and the digests of plans are made. */
    public static byte[] sha256(byte[]... input) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : input) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
