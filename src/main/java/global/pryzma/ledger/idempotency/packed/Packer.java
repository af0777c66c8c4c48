package global.pryzma.ledger.idempotency.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packs bytes behind each other: any, but those well that look like our own. It runs for every
 * request, and takes less time than a hash of the same bytes.
 */
final class Packer {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int ID = 16;
    private static final int ZEROS_LIMIT = 255;

    private final KnownIds ids;
    private byte[] out = new byte[128];
    private int length;

    Packer(KnownIds ids) {
        this.ids = ids;
    }

    /** A byte that is no part of what is packed. */
    Packer put(int value) {
        room(1);
        out[length++] = (byte) value;
        return this;
    }

    /** A number, 0 or more, in seven bits a byte, the lowest first. */
    Packer number(int value) {
        int rest = value;
        while (rest >= 0x80) {
            put(rest | 0x80);
            rest >>>= 7;
        }
        return put(rest);
    }

    /** Bytes that are most likely JSON of ours. */
    Packer text(byte[] text) {
        int i = 0;
        while (i < text.length) {
            i += piece(text, i);
        }
        return this;
    }

    /** Bytes in which ids and numbers stand in binary form. */
    Packer binary(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int zeros = zeros(bytes, i);
            int place = place(bytes, i);
            if (zeros > 2) {
                put(Token.ZEROS).put(zeros);
                i += zeros;
            } else if (place >= 0) {
                put(Token.ID_BYTES + place);
                i += ID;
            } else {
                i += plain(bytes, i);
            }
        }
        return this;
    }

    byte[] end() {
        return Arrays.copyOf(out, length);
    }

    /** Packs what stands here, and tells how much it was. */
    private int piece(byte[] text, int from) {
        int fragment = Fragments.at(text, from);
        if (fragment >= 0) {
            put(Token.FRAGMENTS + fragment);
            return Fragments.text(fragment).length;
        }
        if (UuidText.isAt(text, from)) {
            id(UuidText.high(text, from), UuidText.low(text, from));
            return UuidText.LENGTH;
        }
        long nanos = TimeText.nanosAt(text, from);
        if (nanos >= 0) {
            put(Token.TIME_TEXT).bits(nanos);
            return TimeText.LENGTH;
        }
        return plain(text, from);
    }

    private void id(long high, long low) {
        int place = ids.place(high, low);
        if (place >= 0) {
            put(Token.ID_TEXT + place);
        } else {
            put(Token.NEW_ID_TEXT).bits(high).bits(low);
            ids.add(high, low);
        }
    }

    /** A byte that stands for itself, or some that can't. */
    private int plain(byte[] bytes, int from) {
        if (bytes[from] >= 0) {
            put(bytes[from]);
            return 1;
        }
        int count = 1;
        while (count < Token.RAW_LIMIT && from + count < bytes.length && bytes[from + count] < 0) {
            count++;
        }
        put(Token.RAW + count - 1);
        room(count);
        System.arraycopy(bytes, from, out, length, count);
        length += count;
        return count;
    }

    private static int zeros(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && i - from < ZEROS_LIMIT && bytes[i] == 0) {
            i++;
        }
        return i - from;
    }

    private int place(byte[] bytes, int from) {
        if (bytes.length - from < ID) {
            return -1;
        }
        long high = (long) LONG.get(bytes, from);
        return ids.hasHigh(high) ? ids.place(high, (long) LONG.get(bytes, from + Long.BYTES)) : -1;
    }

    private Packer bits(long value) {
        room(Long.BYTES);
        LONG.set(out, length, value);
        length += Long.BYTES;
        return this;
    }

    private void room(int bytes) {
        if (out.length - length < bytes) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + bytes));
        }
    }
}
