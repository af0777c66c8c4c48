package global.pryzma.ledger.idempotency.packed;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.ledger.LedgerId;

import java.util.Arrays;

/**
 * A claim's command and plan as they are stored: the length of the command, and both behind each
 * other, packed. Permanent.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PackedClaim(byte[] bytes) {
    /** What was packed, byte for byte. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Unpacked(byte[] command, byte[] plan) {}

    /**
     * Packs both.
     *
     * @param firstId that the key gives
     */
    public static PackedClaim of(ScopedKey key, LedgerId firstId, byte[] command, byte[] plan) {
        return new PackedClaim(
                new Packer(KnownIds.of(key, firstId))
                        .number(command.length)
                        .text(command)
                        .binary(plan)
                        .end());
    }

    /**
     * The command and the plan.
     *
     * @throws IllegalArgumentException for what {@link #of} has not written
     */
    public Unpacked unpack(ScopedKey key) {
        Unpacker unpacker = new Unpacker(bytes, KnownIds.of(key, key.ids().id(0)));
        int command = unpacker.number();
        byte[] both = unpacker.rest();
        if (command < 0 || command > both.length) {
            throw new IllegalArgumentException("a command of " + command + " bytes");
        }
        return new Unpacked(
                Arrays.copyOf(both, command), Arrays.copyOfRange(both, command, both.length));
    }
}
