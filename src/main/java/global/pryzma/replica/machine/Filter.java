package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.U128;

import java.util.Arrays;

/**
 * What the filters of both kinds say about the rows they want. A zero field wants any value; an
 * invalid filter finds nothing and is no error (TigerBeetle, {@code state_machine.zig},
 * get_scan_from_account_filter and get_scan_from_query_filter).
 */
record Filter(
        U128 userData128,
        long userData64,
        int userData32,
        int ledger,
        int code,
        long timestampMin,
        long timestampMax,
        int limit,
        boolean reversed) {

    /** Results of 128 bytes in the largest reply. */
    private static final int ROWS_MAX = MessageLimit.FULL.batchBytes() / 128;

    private static final int FIELDS = 5;
    private static final long U64_MAX = -1;

    boolean isValid() {
        return timestampMin != U64_MAX
                && timestampMax != U64_MAX
                && (timestampMax == 0 || Long.compareUnsigned(timestampMin, timestampMax) <= 0)
                && limit != 0;
    }

    boolean matches(Row row) {
        return (userData128.isZero() || userData128.equals(row.userData128()))
                && (userData64 == 0 || userData64 == row.userData64())
                && (userData32 == 0 || userData32 == row.userData32())
                && (ledger == 0 || ledger == row.ledger())
                && (code == 0 || code == row.code());
    }

    /** The values that a row has to have, each as the hash of field and value. */
    long[] hashes() {
        long[] hashes = new long[FIELDS];
        int count = 0;
        if (!userData128.isZero()) {
            hashes[count++] = hash(0, userData128);
        }
        if (userData64 != 0) {
            hashes[count++] = hash(1, userData64);
        }
        if (userData32 != 0) {
            hashes[count++] = hash(2, userData32);
        }
        if (ledger != 0) {
            hashes[count++] = hash(3, ledger);
        }
        if (code != 0) {
            hashes[count++] = hash(4, code);
        }
        return Arrays.copyOf(hashes, count);
    }

    static long hash(int field, U128 value) {
        return Hash.of(value.low() + field, value.high());
    }

    static long hash(int field, long value) {
        return Hash.of(value, field);
    }

    /** The first timestamp of the range. Times end at 2^63 - 1, so that later ones are that. */
    long from() {
        return timestampMin < 0 ? Long.MAX_VALUE : timestampMin;
    }

    /** The last timestamp of the range. */
    long to() {
        return timestampMax <= 0 ? Long.MAX_VALUE : timestampMax;
    }

    int rowsMax() {
        return Integer.compareUnsigned(limit, ROWS_MAX) < 0 ? limit : ROWS_MAX;
    }
}
