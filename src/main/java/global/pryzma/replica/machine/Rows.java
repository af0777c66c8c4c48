package global.pryzma.replica.machine;

import java.io.IOException;
import java.util.Arrays;

/**
 * An append-only table of fixed-width rows of 64-bit words, in chunks so that growing never copies
 * what is there. Rows are numbered from 0 in the order they came; only the newest can be taken off.
 *
 * <p>{@link #freeze} copies no row: frozen and living table share the chunks. New rows come behind
 * the frozen ones; whoever changes a row calls {@link #own} first.
 */
final class Rows {
    /** 256 KiB of accounts or transfers: larger arrays would waste the heap's regions. */
    private static final int CHUNK_BITS = 11;

    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;

    private final int width;
    private long[][] chunks = new long[4][];
    private boolean[] shared = new boolean[4];
    private int count;

    Rows(int width) {
        this.width = width;
    }

    int count() {
        return count;
    }

    /** Appends a row and returns its number. */
    int add(long[] words, int at) {
        int chunk = count >>> CHUNK_BITS;
        allocate(chunk);
        System.arraycopy(words, at, chunks[chunk], at(count), width);
        return count++;
    }

    private void allocate(int chunk) {
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
            shared = Arrays.copyOf(shared, chunk * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[CHUNK_ROWS * width];
        }
    }

    /** The array that holds a row; {@link #at} says where. */
    long[] words(int row) {
        return chunks[row >>> CHUNK_BITS];
    }

    int at(int row) {
        return (row & (CHUNK_ROWS - 1)) * width;
    }

    long word(int row, int word) {
        return words(row)[at(row) + word];
    }

    /** A row is about to be changed: its chunk must not be a frozen table's too. */
    void own(int row) {
        int chunk = row >>> CHUNK_BITS;
        if (shared[chunk]) {
            chunks[chunk] = chunks[chunk].clone();
            shared[chunk] = false;
        }
    }

    /** Forgets the rows from this number on. */
    void truncate(int newCount) {
        count = newCount;
    }

    /**
     * The first row whose word is at least the value, or the count; the word must ascend from row
     * to row.
     */
    int firstNotBelow(int word, long value) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (word(middle, word) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Frozen freeze() {
        int used = (count + CHUNK_ROWS - 1) >>> CHUNK_BITS;
        long[][] frozen = Arrays.copyOf(chunks, used);
        int rows = count;
        Arrays.fill(shared, 0, used, true);
        return sink -> {
            sink.put(rows);
            for (int chunk = 0; chunk < used; chunk++) {
                int here = Math.min(CHUNK_ROWS, rows - chunk * CHUNK_ROWS);
                sink.put(frozen[chunk], 0, here * width);
            }
        };
    }

    /** Fills the empty table with what a frozen one has written. */
    void load(WordSource source) throws IOException {
        int rows = Math.toIntExact(source.get());
        for (int chunk = 0; count < rows; chunk++) {
            allocate(chunk);
            int here = Math.min(CHUNK_ROWS, rows - count);
            source.get(chunks[chunk], 0, here * width);
            count += here;
        }
    }
}
