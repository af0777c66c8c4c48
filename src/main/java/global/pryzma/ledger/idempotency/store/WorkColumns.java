package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedClaim;
import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

/**
 * What a claim is for, in the columns of its row: the command and the plan, packed, which go when
 * there is a response; or as they are, and to stay beside it.
 *
 * @param packed null if the others are in use, which are empty otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WorkColumns(byte[] command, byte[] plan, byte @Nullable [] packed) {
    private static final byte[] NOTHING = {};

    /**
     * Of a command that nobody reads once there is a response.
     *
     * @param firstId that the key gives
     */
    public static WorkColumns untilRecorded(
            ScopedKey key, LedgerId firstId, byte[] command, byte[] plan) {
        return new WorkColumns(
                NOTHING, NOTHING, PackedClaim.of(key, firstId, command, plan).bytes());
    }

    /** Of a command that tells who may be told of the response. */
    public static WorkColumns kept(byte[] command, byte[] plan) {
        return new WorkColumns(command, plan, null);
    }

    long bytes() {
        return (long) command.length + plan.length + (packed == null ? 0 : packed.length);
    }
}
