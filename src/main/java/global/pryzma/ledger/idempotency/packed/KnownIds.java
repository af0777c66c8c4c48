package global.pryzma.ledger.idempotency.packed;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.ledger.LedgerId;

/**
 * The ids that need not be written out, by their places: the first id that the key gives, the
 * organisation, the key, and then those that have been written out, in their order.
 */
final class KnownIds {
    /** As many as a half byte can tell. */
    static final int LIMIT = 16;

    private final long[] highs = new long[LIMIT];
    private final long[] lows = new long[LIMIT];
    private int count;

    /** Those that a key brings along. */
    static KnownIds of(ScopedKey key, LedgerId firstId) {
        KnownIds ids = new KnownIds();
        ids.add(firstId.high(), firstId.low());
        ids.add(
                key.organisation().getMostSignificantBits(),
                key.organisation().getLeastSignificantBits());
        ids.add(key.key().getMostSignificantBits(), key.key().getLeastSignificantBits());
        return ids;
    }

    /** Gives it the next place, if there is one. */
    void add(long high, long low) {
        if (count < LIMIT) {
            highs[count] = high;
            lows[count] = low;
            count++;
        }
    }

    /** Its first place; -1 if it has none. */
    int place(long high, long low) {
        for (int i = 0; i < count; i++) {
            if (highs[i] == high && lows[i] == low) {
                return i;
            }
        }
        return -1;
    }

    /** Whether one of them begins so. */
    boolean hasHigh(long high) {
        for (int i = 0; i < count; i++) {
            if (highs[i] == high) {
                return true;
            }
        }
        return false;
    }

    long high(int place) {
        return highs[checked(place)];
    }

    long low(int place) {
        return lows[checked(place)];
    }

    private int checked(int place) {
        if (place >= count) {
            throw new IllegalArgumentException("no id has the place " + place);
        }
        return place;
    }
}
