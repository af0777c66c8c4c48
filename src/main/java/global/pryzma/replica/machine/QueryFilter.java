package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

/** Asks for accounts or transfers by their fields ({@code src/tigerbeetle.zig}). */
record QueryFilter(boolean reservedIsZero, Filter rows) {
    private static final int REVERSED = 1;

    /** Reads the eight words of the wire. */
    static QueryFilter of(long[] words) {
        int flags = (int) (words[7] >>> 32);
        return new QueryFilter(
                words[4] >>> 16 == 0 && (flags & ~REVERSED) == 0,
                new Filter(
                        new U128(words[0], words[1]),
                        words[2],
                        (int) words[3],
                        (int) (words[3] >>> 32),
                        (int) words[4] & 0xffff,
                        words[5],
                        words[6],
                        (int) words[7],
                        (flags & REVERSED) != 0));
    }

    boolean isValid() {
        return reservedIsZero && rows.isValid();
    }
}
