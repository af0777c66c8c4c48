package global.pryzma.replica.machine;

import java.util.HashMap;
import java.util.Map;

/**
 * Which transfers have a ledger and a code, in the order of their coming: four bytes a row. Who
 * asks for both is led to these rows alone, however rare they are among all.
 */
final class KindLists {
    private static final IntList NONE = new IntList();

    private final Map<Long, IntList> byKind = new HashMap<>();
    private long latestKind = -1;
    private IntList latest = NONE;

    void add(int row, Words transfer) {
        long kind = kind(transfer.ledger(), transfer.code());
        if (kind != latestKind) {
            latest = byKind.computeIfAbsent(kind, _ -> new IntList());
            latestKind = kind;
        }
        latest.add(row);
    }

    /** Takes off the newest row of all. */
    void removeNewest(Words transfer) {
        of(transfer.ledger(), transfer.code()).removeNewest();
    }

    /** The row numbers, ascending; not to be changed. */
    IntList of(int ledger, int code) {
        return byKind.getOrDefault(kind(ledger, code), NONE);
    }

    private static long kind(int ledger, int code) {
        return (long) code << Integer.SIZE | Integer.toUnsignedLong(ledger);
    }
}
