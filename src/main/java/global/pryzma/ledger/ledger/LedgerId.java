package global.pryzma.ledger.ledger;

import java.util.UUID;

/**
 * The id of an account or transfer in the ledger: 128 bits. In public it is the UUID of the same
 * bits (the UUID's hex digits read as one big-endian number).
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record LedgerId(long high, long low) {
    /** The id that means "none" in the ledger's reference fields; never that of a row. */
    public static final LedgerId NONE = new LedgerId(0, 0);

    public static LedgerId of(UUID uuid) {
        return new LedgerId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    public boolean isNone() {
        return high == 0 && low == 0;
    }

    public UUID toUuid() {
        return new UUID(high, low);
    }

    @Override
    public String toString() {
        return toUuid().toString();
    }
}
