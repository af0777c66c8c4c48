package global.pryzma.ledger.idempotency.key;

import global.pryzma.ledger.ledger.LedgerId;

/**
 * The ids of what belongs to one object in the ledger and not to a key: the object's own 128 bits
 * with another version in place of the 8 that every {@linkplain DerivedIds derived id} has. So
 * whoever knows the object finds its companions without having kept their ids, and there is at most
 * one of each. They are never shown. Permanent.
 */
public final class CompanionIds {
    private static final long VERSION_BITS = 0xF000L;
    private static final long OWNER = 0x8000L;
    private static final long FIRST = 0x9000L;
    private static final long SECOND = 0xA000L;

    private CompanionIds() {}

    /** Whether what has this id can have companions: it was derived from a key. */
    public static boolean areOf(LedgerId owner) {
        return (owner.high() & VERSION_BITS) == OWNER;
    }

    /**
     * With version 9: of a hold, the marker of its end (a transfer); of what can be reversed, what
     * is left to be (an account).
     */
    public static LedgerId first(LedgerId owner) {
        return of(owner, FIRST);
    }

    /**
     * With version A: of what can be reversed, the source of what is left to be (an account), and
     * how that got there (a transfer).
     */
    public static LedgerId second(LedgerId owner) {
        return of(owner, SECOND);
    }

    private static LedgerId of(LedgerId owner, long version) {
        if (!areOf(owner)) {
            throw new IllegalArgumentException("not derived from a key: " + owner);
        }
        return new LedgerId((owner.high() & ~VERSION_BITS) | version, owner.low());
    }
}
