package global.pryzma.replica.comparison;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The rows of the reference model as bytes: little-endian, 128-bit numbers as 16 bytes. */
final class ModelBytes {
    static final BigInteger MAX_128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private ModelBytes() {}

    static ByteBuffer of(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static BigInteger u128(ByteBuffer bytes, int at) {
        byte[] bigEndian = new byte[16];
        for (int i = 0; i < 16; i++) {
            bigEndian[15 - i] = bytes.get(at + i);
        }
        return new BigInteger(1, bigEndian);
    }

    static void u128(ByteBuffer bytes, int at, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw new IllegalArgumentException(value + " is not 128 bits");
        }
        BigInteger rest = value;
        for (int i = 0; i < 16; i++) {
            bytes.put(at + i, rest.byteValue());
            rest = rest.shiftRight(8);
        }
    }

    static boolean zero(ByteBuffer bytes, int from, int until) {
        for (int at = from; at < until; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
