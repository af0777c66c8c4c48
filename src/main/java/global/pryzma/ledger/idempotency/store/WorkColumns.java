package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedClaim;
import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

/**
 * What a claim is for, in the columns of its row: the command and the plan, packed, which go when
 * there is a response; or each in its own, to stay beside it.
 *
 * @param command in its own column; empty if it is packed with the plan
 * @param commandIsPacked whether it is packed there as well
 * @param packed null if the others are in use
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WorkColumns(
        byte[] command, boolean commandIsPacked, byte[] plan, byte @Nullable [] packed) {
    private static final byte[] NOTHING = {};

    /** From here on a command is packed that stays: it is a batch's, and the most of its row. */
    private static final int LARGE = 4 * 1024;

    /**
     * Of a command that nobody reads once there is a response.
     *
     * @param firstId that the key gives
     */
    public static WorkColumns untilRecorded(
            ScopedKey key, LedgerId firstId, byte[] command, byte[] plan) {
        return new WorkColumns(
                NOTHING, false, NOTHING, PackedClaim.of(key, firstId, command, plan).bytes());
    }

    /**
     * Of a command that tells who may be told of the response, or what.
     *
     * @param firstId that the key gives
     */
    public static WorkColumns kept(ScopedKey key, LedgerId firstId, byte[] command, byte[] plan) {
        return command.length < LARGE
                ? new WorkColumns(command, false, plan, null)
                : new WorkColumns(
                        PackedClaim.of(key, firstId, command, NOTHING).bytes(), true, plan, null);
    }

    /** A command as it was, from its own column. */
    static byte[] command(ScopedKey key, byte[] column, boolean isPacked) {
        return isPacked ? new PackedClaim(column).unpack(key).command() : column;
    }

    long bytes() {
        return (long) command.length + plan.length + (packed == null ? 0 : packed.length);
    }
}
