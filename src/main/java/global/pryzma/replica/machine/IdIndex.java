package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.util.Arrays;

/**
 * Finds a row by its id (its first two words): a hash table with open addressing that holds row
 * numbers only, about eight bytes a row.
 */
final class IdIndex {
    private static final int EMPTY = 0;

    private final Rows rows;
    private int[] slots = new int[1 << 10];
    private int used;

    IdIndex(Rows rows) {
        this.rows = rows;
    }

    /** The row with this id, or -1. */
    int find(U128 id) {
        int at = slot(id.low(), id.high());
        while (slots[at] != EMPTY) {
            int row = slots[at] - 1;
            long[] words = rows.words(row);
            int from = rows.at(row);
            if (words[from] == id.low() && words[from + 1] == id.high()) {
                return row;
            }
            at = at + 1 & slots.length - 1;
        }
        return -1;
    }

    /** Adds the newest row, whose id is not there yet. */
    void add(int row) {
        if (++used * 2 > slots.length) {
            grow(row);
        }
        put(row);
    }

    /** Adds all rows, which were loaded into the table at once. */
    void rebuild() {
        used = rows.count();
        int size = slots.length;
        while (used * 2L > size) {
            size = Math.multiplyExact(size, 2);
        }
        slots = new int[size];
        for (int row = 0; row < used; row++) {
            put(row);
        }
    }

    /**
     * Takes off the newest row. Rows go in the opposite order of their coming, so no gaps arise.
     */
    void removeNewest(int row) {
        int at = slot(rows.word(row, 0), rows.word(row, 1));
        while (slots[at] != row + 1) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = EMPTY;
        used--;
    }

    private void put(int row) {
        int at = slot(rows.word(row, 0), rows.word(row, 1));
        while (slots[at] != EMPTY) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = row + 1;
    }

    private void grow(int newest) {
        slots = new int[Math.multiplyExact(slots.length, 2)];
        Arrays.fill(slots, EMPTY);
        for (int row = 0; row < newest; row++) {
            put(row);
        }
    }

    private int slot(long low, long high) {
        return (int) Hash.of(low, high) & slots.length - 1;
    }
}
