package global.pryzma.replica.machine;

import java.util.Arrays;

/** A growing list of ints; only the newest can be taken off. */
final class IntList {
    private int[] values = new int[4];
    private int size;

    int size() {
        return size;
    }

    int get(int at) {
        return values[at];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    void removeNewest() {
        size--;
    }
}
