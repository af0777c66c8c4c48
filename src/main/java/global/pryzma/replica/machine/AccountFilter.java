package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

/** Asks for the transfers or balances of one account ({@code src/tigerbeetle.zig}). */
record AccountFilter(
        U128 accountId, boolean debits, boolean credits, boolean reservedIsZero, Filter rows) {
    private static final int DEBITS = 1;
    private static final int CREDITS = 1 << 1;
    private static final int REVERSED = 1 << 2;

    /** Reads the sixteen words of the wire. */
    static AccountFilter of(long[] words) {
        long reserved = words[5] >>> 48;
        for (int word = 6; word < 13; word++) {
            reserved |= words[word];
        }
        int flags = (int) (words[15] >>> 32);
        reserved |= flags & ~(DEBITS | CREDITS | REVERSED);
        return new AccountFilter(
                new U128(words[0], words[1]),
                (flags & DEBITS) != 0,
                (flags & CREDITS) != 0,
                reserved == 0,
                new Filter(
                        new U128(words[2], words[3]),
                        words[4],
                        (int) words[5],
                        0,
                        (int) (words[5] >>> 32) & 0xffff,
                        words[13],
                        words[14],
                        (int) words[15],
                        (flags & REVERSED) != 0));
    }

    boolean isValid() {
        return !accountId.isZero()
                && !accountId.isMax()
                && (debits || credits)
                && reservedIsZero
                && rows.isValid();
    }
}
