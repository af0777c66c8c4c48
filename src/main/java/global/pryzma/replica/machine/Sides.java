package global.pryzma.replica.machine;

import java.util.Arrays;

/** On which side of an account its transfers are, a bit for each: so the other side's cost nothing. */
final class Sides {
    private static final int BITS = Long.SIZE;

    private long[] debits = new long[1];

    void set(int n, boolean debit) {
        int word = n / BITS;
        if (word == debits.length) {
            debits = Arrays.copyOf(debits, word + (word >> 1) + 1);
        }
        long bit = 1L << n;
        debits[word] = debit ? debits[word] | bit : debits[word] & ~bit;
    }

    /** The first on a side, this one or one after it; what is beyond the last counts as a credit. */
    int next(int n, boolean debit) {
        long mask = -1L << n;
        for (int word = n / BITS; word < debits.length; word++) {
            long found = of(word, debit) & mask;
            if (found != 0) {
                return word * BITS + Long.numberOfTrailingZeros(found);
            }
            mask = -1L;
        }
        return Integer.MAX_VALUE;
    }

    /** The first on a side, this one or one before it; -1 if there is none. */
    int previous(int n, boolean debit) {
        long mask = -1L >>> BITS - 1 - n % BITS;
        for (int word = n / BITS; word >= 0; word--) {
            long found = of(word, debit) & mask;
            if (found != 0) {
                return word * BITS + BITS - 1 - Long.numberOfLeadingZeros(found);
            }
            mask = -1L;
        }
        return -1;
    }

    private long of(int word, boolean debit) {
        return debit ? debits[word] : ~debits[word];
    }
}
