package global.pryzma.ledger.idempotency.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UUIDs as 36 characters, lower case: the one form that can be made again from 16 bytes. */
public final class UuidText {
    public static final int LENGTH = 36;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = values();

    private UuidText() {}

    /** Whether one stands here. */
    static boolean isAt(byte[] text, int from) {
        if (text.length - from < LENGTH
                || text[from + 8] != '-'
                || text[from + 13] != '-'
                || text[from + 18] != '-'
                || text[from + 23] != '-') {
            return false;
        }
        int bad = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (i != 8 && i != 13 && i != 18 && i != 23) {
                bad |= VALUES[text[from + i] & 0xFF];
            }
        }
        return bad >= 0;
    }

    /** The upper 64 bits of the one that stands here. */
    static long high(byte[] text, int from) {
        return bits(text, from, 8) << 32 | bits(text, from + 9, 4) << 16 | bits(text, from + 14, 4);
    }

    static long low(byte[] text, int from) {
        return bits(text, from + 19, 4) << 48 | bits(text, from + 24, 12);
    }

    /** Writes one. */
    public static void put(byte[] text, int from, long high, long low) {
        digits(text, from, high >>> 32, 8);
        text[from + 8] = '-';
        digits(text, from + 9, high >>> 16, 4);
        text[from + 13] = '-';
        digits(text, from + 14, high, 4);
        text[from + 18] = '-';
        digits(text, from + 19, low >>> 48, 4);
        text[from + 23] = '-';
        digits(text, from + 24, low, 12);
    }

    private static long bits(byte[] text, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 4 | VALUES[text[i]];
        }
        return bits;
    }

    private static void digits(byte[] text, int from, long bits, int count) {
        for (int i = count - 1; i >= 0; i--) {
            text[from + i] = DIGITS[(int) bits & 0xF];
            bits >>>= 4;
        }
    }

    /** -1 for what is no digit. */
    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
        }
        return values;
    }
}
