package global.pryzma.ledger.api;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.ServiceKey;

import jakarta.inject.Singleton;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

import javax.crypto.spec.SecretKeySpec;

/**
 * The cursors of lists: a ledger timestamp, authenticated, and good only for the organisation and
 * the list (with its filters) that it was made for. Opaque to clients; the form may change, as a
 * cursor lives for one walk through a list.
 */
@Singleton
final class Cursors {
    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 16;
    private static final int LENGTH = 1 + Long.BYTES + MAC_BYTES;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    Cursors(ServiceKey serviceKey) {
        this.key = serviceKey.derive("pryzma-cursor");
    }

    /**
     * The cursor of the page that follows an item.
     *
     * @param list names the list and its filters, such as {@code transfers of <account id>}
     * @param timestamp the ledger's timestamp of the last item shown, in nanoseconds
     */
    String after(UUID organisation, String list, long timestamp) {
        return TEXT.encodeToString(
                ByteBuffer.allocate(LENGTH)
                        .put(VERSION)
                        .putLong(timestamp)
                        .put(mac(organisation, list, timestamp))
                        .array());
    }

    /**
     * The timestamp in a cursor that {@link #after} made for the same organisation and list.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} for any other text
     */
    long timestamp(UUID organisation, String list, String cursor) {
        byte[] bytes = decode(cursor);
        if (bytes.length == LENGTH && bytes[0] == VERSION) {
            long timestamp = ByteBuffer.wrap(bytes).getLong(1);
            byte[] mac = Arrays.copyOfRange(bytes, LENGTH - MAC_BYTES, LENGTH);
            if (MessageDigest.isEqual(mac, mac(organisation, list, timestamp))) {
                return timestamp;
            }
        }
        throw ProblemException.of(
                ProblemCode.INVALID_PARAMETER, "The cursor is not one of this list");
    }

    private byte[] mac(UUID organisation, String list, long timestamp) {
        byte[] name = list.getBytes(StandardCharsets.UTF_8);
        byte[] mac =
                ServiceKey.hmac(
                        key,
                        ByteBuffer.allocate(1 + 3 * Long.BYTES + name.length)
                                .put(VERSION)
                                .putLong(organisation.getMostSignificantBits())
                                .putLong(organisation.getLeastSignificantBits())
                                .putLong(timestamp)
                                .put(name)
                                .array());
        return Arrays.copyOf(mac, MAC_BYTES);
    }

    private static byte[] decode(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            // One text for each cursor: the decoder also takes padding and stray low bits.
            return TEXT.encodeToString(bytes).equals(cursor) ? bytes : new byte[0];
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }
}
