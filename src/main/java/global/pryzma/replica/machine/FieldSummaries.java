package global.pryzma.replica.machine;

import java.util.Arrays;

/**
 * Says of every 2,048 neighbouring rows which values their searchable fields do not have, so that a
 * query passes over most rows that it does not want: a Bloom filter of 4 KiB each, two bytes a row.
 * It never denies a value that is there.
 */
final class FieldSummaries {
    private static final int GROUP_BITS = 11;
    private static final int GROUP_ROWS = 1 << GROUP_BITS;
    private static final int FILTER_BITS = 15;
    private static final int FILTER_MASK = (1 << FILTER_BITS) - 1;
    private static final int FILTER_WORDS = 1 << FILTER_BITS - 6;

    private long[][] filters = new long[4][];

    /** A row has come; one that goes again leaves its values behind, which does no harm. */
    void add(int rowNumber, Row row) {
        int group = group(rowNumber);
        if (group >= filters.length) {
            filters = Arrays.copyOf(filters, 2 * group);
        }
        if (filters[group] == null) {
            filters[group] = new long[FILTER_WORDS];
        }
        long[] filter = filters[group];
        set(filter, Filter.hash(0, row.userData128()));
        set(filter, Filter.hash(1, row.userData64()));
        set(filter, Filter.hash(2, row.userData32()));
        set(filter, Filter.hash(3, row.ledger()));
        set(filter, Filter.hash(4, row.code()));
    }

    static int group(int rowNumber) {
        return rowNumber >>> GROUP_BITS;
    }

    /** The first row of the next group. */
    static int after(int rowNumber) {
        return (group(rowNumber) + 1) * GROUP_ROWS;
    }

    /** The last row of the group before; -1 where there is none. */
    static int before(int rowNumber) {
        return group(rowNumber) * GROUP_ROWS - 1;
    }

    /**
     * Whether a group may have a row with all these values.
     *
     * @param hashes of the values, each with its field ({@link Filter#hashes})
     */
    boolean mayContain(int group, long[] hashes) {
        long[] filter = filters[group];
        for (long hash : hashes) {
            if (!has(filter, hash) || !has(filter, hash >>> 20) || !has(filter, hash >>> 40)) {
                return false;
            }
        }
        return true;
    }

    private static void set(long[] filter, long hash) {
        setBit(filter, hash);
        setBit(filter, hash >>> 20);
        setBit(filter, hash >>> 40);
    }

    private static void setBit(long[] filter, long hash) {
        int bit = (int) hash & FILTER_MASK;
        filter[bit >>> 6] |= 1L << bit;
    }

    private static boolean has(long[] filter, long hash) {
        int bit = (int) hash & FILTER_MASK;
        return (filter[bit >>> 6] & 1L << bit) != 0;
    }
}
