package global.pryzma.replica.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The vectors of TigerBeetle's own checksum tests ({@code src/vsr/checksum.zig}) and more. */
class ChecksumTest {
    @ParameterizedTest
    @CsvSource({
        "0, 83cc600dc4e3e7e62d4055826174f149",
        "1, 6e12b8774264fed574e418fe77b706bc",
        "16, f72ad48dd05dd1656133101cd4be3a26",
        "31, 6b89371cd295fca16ac3213f93a68315",
        "32, 087545991d8771ea723fef90d9f515cd",
        "33, 6e8e73d4abef7c822c07fa88b3e9ae71",
        "240, 4596626538a66e8fa71479f4e53c2925",
        "256, 651b82f3ddd4fcbf2deb8496e8ff613c",
    })
    void zeroBytes(int length, String tag) {
        assertThat(tag(new byte[length])).isEqualTo(tag);
    }

    @Test
    void text() {
        assertThat(tag("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("3b3182a3fd642bfdbd200bdbe1b4eb4d");
    }

    @Test
    void everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(tag(bytes)).isEqualTo("d6ba1c495ca4c976f5d0993644aa9acd");
    }

    @Test
    void anOffsetCountsForNothing() {
        byte[] shifted = new byte[300];
        assertThat(Checksum.of(shifted, 7, 33)).isEqualTo(Checksum.of(new byte[33], 0, 33));
    }

    /** TigerBeetle's stability test: one hash over the hashes of 896 inputs. */
    @Test
    void stability() {
        var hashes = new ByteArrayOutputStream();
        for (int length = 0; length < 128; length++) {
            hashes.writeBytes(wire(new byte[length]));
        }
        for (int bit = 0; bit < 64 * 8; bit++) {
            byte[] bytes = new byte[64];
            bytes[bit / 8] = (byte) (1 << bit % 8);
            hashes.writeBytes(wire(bytes));
        }
        var random = new Xoshiro256(92);
        for (int i = 0; i < 256; i++) {
            byte[] bytes = new byte[i + 13];
            random.fill(bytes);
            hashes.writeBytes(wire(bytes));
        }
        byte[] all = hashes.toByteArray();
        assertThat(Checksum.of(all, 0, all.length).toString())
                .isEqualTo("82dcaacf4875b279446825b6830d1263");
    }

    private static String tag(byte[] data) {
        return HexFormat.of().formatHex(wire(data));
    }

    private static byte[] wire(byte[] data) {
        ByteBuffer wire = Header.littleEndian(new byte[U128.BYTES]);
        Checksum.of(data, 0, data.length).put(wire, 0);
        return wire.array();
    }

    /** Zig's default generator: xoshiro256++, seeded by splitmix64. */
    private static final class Xoshiro256 {
        private final long[] s = new long[4];

        Xoshiro256(long seed) {
            long z = seed;
            for (int i = 0; i < s.length; i++) {
                z += 0x9e3779b97f4a7c15L;
                long mixed = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
                mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
                s[i] = mixed ^ mixed >>> 31;
            }
        }

        void fill(byte[] bytes) {
            int at = 0;
            while (at < bytes.length) {
                long next = next();
                for (int i = 0; i < 8 && at < bytes.length; i++) {
                    bytes[at++] = (byte) next;
                    next >>>= 8;
                }
            }
        }

        private long next() {
            long result = Long.rotateLeft(s[0] + s[3], 23) + s[0];
            long t = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = Long.rotateLeft(s[3], 45);
            return result;
        }
    }
}
