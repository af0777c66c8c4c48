package global.pryzma.ledger.idempotency.packed;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.ledger.LedgerId;

import java.nio.charset.StandardCharsets;

/**
 * A response as it is stored: its status in two bytes, the length of its content type and that, 0
 * for JSON, and its body, packed. Permanent.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PackedResponse(byte[] bytes) {
    private static final String JSON = "application/json";

    /**
     * Packs a response.
     *
     * @param firstId that the key gives
     */
    public static PackedResponse of(ScopedKey key, LedgerId firstId, RecordedResponse response) {
        byte[] type =
                response.contentType().equals(JSON)
                        ? new byte[0]
                        : response.contentType().getBytes(StandardCharsets.UTF_8);
        Packer packer =
                new Packer(KnownIds.of(key, firstId))
                        .put(response.status() >> 8)
                        .put(response.status())
                        .number(type.length);
        for (byte one : type) {
            packer.put(one);
        }
        return new PackedResponse(packer.text(response.body()).end());
    }

    /**
     * The response, byte for byte.
     *
     * @throws IllegalArgumentException for what {@link #of} has not written
     */
    public RecordedResponse unpack(ScopedKey key) {
        Unpacker unpacker = new Unpacker(bytes, KnownIds.of(key, key.ids().id(0)));
        int status = unpacker.next() << 8 | unpacker.next();
        byte[] type = new byte[Math.min(unpacker.number(), bytes.length)];
        for (int i = 0; i < type.length; i++) {
            type[i] = (byte) unpacker.next();
        }
        return new RecordedResponse(
                status,
                type.length == 0 ? JSON : new String(type, StandardCharsets.UTF_8),
                unpacker.rest());
    }
}
