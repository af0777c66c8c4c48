package global.pryzma.replica.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The checksum of headers and bodies: the 128 bit tag of AEGIS-128L with zero key and zero nonce,
 * over the data as associated data and an empty message (TigerBeetle, {@code
 * src/vsr/checksum.zig}). The finalisation is the one of the AEGIS-128L draft, not the later
 * AEGISMAC.
 *
 * <p>The JDK has no single AES round, so that this one works by table look-up. A block of 16 bytes
 * is four little-endian ints, the columns of the AES state.
 */
public final class Checksum {
    /** The checksum of no bytes: the body checksum of every message without a body. */
    public static final U128 EMPTY;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int RATE = 32;
    private static final int BLOCKS = 8;
    private static final int COLUMNS = 4;
    private static final int FINAL_UPDATES = 7;

    private static final int[] T0 = roundTable();
    private static final int[] T1 = rotated(8);
    private static final int[] T2 = rotated(16);
    private static final int[] T3 = rotated(24);

    /** The state once key and nonce, both zero, have been absorbed: the same for every checksum. */
    private static final int[] INITIAL = initialState();

    static {
        EMPTY = of(new byte[0], 0, 0);
    }

    private Checksum() {}

    public static U128 of(byte[] data, int offset, int length) {
        int[] state = INITIAL.clone();
        int whole = length - length % RATE;
        for (int at = offset; at < offset + whole; at += RATE) {
            absorb(state, data, at);
        }
        if (whole < length) {
            byte[] padded = new byte[RATE];
            System.arraycopy(data, offset + whole, padded, 0, length - whole);
            absorb(state, padded, 0);
        }
        return tag(state, length);
    }

    private static void absorb(int[] state, byte[] data, int at) {
        update(
                state,
                (int) INTS.get(data, at),
                (int) INTS.get(data, at + 4),
                (int) INTS.get(data, at + 8),
                (int) INTS.get(data, at + 12),
                (int) INTS.get(data, at + 16),
                (int) INTS.get(data, at + 20),
                (int) INTS.get(data, at + 24),
                (int) INTS.get(data, at + 28));
    }

    private static U128 tag(int[] s, int length) {
        long bits = (long) length << 3;
        int t0 = s[8] ^ (int) bits;
        int t1 = s[9] ^ (int) (bits >>> 32);
        int t2 = s[10];
        int t3 = s[11];
        for (int i = 0; i < FINAL_UPDATES; i++) {
            update(s, t0, t1, t2, t3, t0, t1, t2, t3);
        }
        int[] tag = new int[COLUMNS];
        for (int block = 0; block < BLOCKS - 1; block++) {
            for (int column = 0; column < COLUMNS; column++) {
                tag[column] ^= s[block * COLUMNS + column];
            }
        }
        return new U128(join(tag[0], tag[1]), join(tag[2], tag[3]));
    }

    private static long join(int low, int high) {
        return Integer.toUnsignedLong(low) | (long) high << 32;
    }

    /** Every block becomes AES round(block before it) xor itself; 0 and 4 also take in data. */
    private static void update(
            int[] s, int a0, int a1, int a2, int a3, int b0, int b1, int b2, int b3) {
        int last0 = s[28];
        int last1 = s[29];
        int last2 = s[30];
        int last3 = s[31];
        // Downwards, so that the block before is still the old one.
        for (int at = 28; at > 0; at -= COLUMNS) {
            int c0 = s[at - 4];
            int c1 = s[at - 3];
            int c2 = s[at - 2];
            int c3 = s[at - 1];
            s[at] ^= column(c0, c1, c2, c3);
            s[at + 1] ^= column(c1, c2, c3, c0);
            s[at + 2] ^= column(c2, c3, c0, c1);
            s[at + 3] ^= column(c3, c0, c1, c2);
        }
        s[0] ^= a0 ^ column(last0, last1, last2, last3);
        s[1] ^= a1 ^ column(last1, last2, last3, last0);
        s[2] ^= a2 ^ column(last2, last3, last0, last1);
        s[3] ^= a3 ^ column(last3, last0, last1, last2);
        s[16] ^= b0;
        s[17] ^= b1;
        s[18] ^= b2;
        s[19] ^= b3;
    }

    /** One column of an AES round without its key: SubBytes, ShiftRows and MixColumns at once. */
    private static int column(int c0, int c1, int c2, int c3) {
        return T0[c0 & 0xff] ^ T1[c1 >>> 8 & 0xff] ^ T2[c2 >>> 16 & 0xff] ^ T3[c3 >>> 24];
    }

    private static int[] initialState() {
        int[] c0 = columns("000101020305080d1522375990e97962");
        int[] c1 = columns("db3d18556dc22ff12011314273b528dd");
        int[] zero = new int[COLUMNS];
        int[] state = new int[BLOCKS * COLUMNS];
        int[][] blocks = {zero, c1, c0, c1, zero, c0, c1, c0};
        for (int block = 0; block < BLOCKS; block++) {
            System.arraycopy(blocks[block], 0, state, block * COLUMNS, COLUMNS);
        }
        for (int i = 0; i < 10; i++) {
            update(state, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        return state;
    }

    private static int[] columns(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        int[] columns = new int[COLUMNS];
        Arrays.setAll(columns, column -> (int) INTS.get(bytes, 4 * column));
        return columns;
    }

    private static int[] roundTable() {
        int[] table = new int[256];
        int p = 1;
        int q = 1;
        do {
            p = p ^ times2(p);
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q &= 0xff;
            q ^= (q & 0x80) != 0 ? 0x09 : 0;
            int box = q ^ rotate8(q, 1) ^ rotate8(q, 2) ^ rotate8(q, 3) ^ rotate8(q, 4) ^ 0x63;
            table[p] = mixed(box);
        } while (p != 1);
        table[0] = mixed(0x63);
        return table;
    }

    private static int mixed(int s) {
        int s2 = times2(s);
        return s2 | s << 8 | s << 16 | (s2 ^ s) << 24;
    }

    private static int times2(int value) {
        return (value << 1 ^ ((value & 0x80) != 0 ? 0x11b : 0)) & 0xff;
    }

    private static int rotate8(int value, int by) {
        return (value << by | value >>> (8 - by)) & 0xff;
    }

    private static int[] rotated(int bits) {
        return Arrays.stream(T0).map(entry -> Integer.rotateLeft(entry, bits)).toArray();
    }
}
