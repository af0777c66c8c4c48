package global.pryzma.replica.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** An unsigned number of 128 bits: ids, amounts, checksums. */
public record U128(long low, long high) implements Comparable<U128> {
    public static final int BYTES = 16;
    public static final U128 ZERO = new U128(0, 0);
    public static final U128 MAX = new U128(-1, -1);

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);

    public static U128 of(long low) {
        return new U128(low, 0);
    }

    /**
     * @throws IllegalArgumentException if the value is negative or needs more than 128 bits
     */
    public static U128 of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(LIMIT) >= 0) {
            throw new IllegalArgumentException("not an unsigned 128 bit number: " + value);
        }
        return new U128(value.longValue(), value.shiftRight(64).longValue());
    }

    public BigInteger toBigInteger() {
        return unsigned(high).shiftLeft(64).or(unsigned(low));
    }

    private static BigInteger unsigned(long word) {
        BigInteger signed = BigInteger.valueOf(word);
        return word < 0 ? signed.add(BigInteger.ONE.shiftLeft(64)) : signed;
    }

    /** Reads 16 bytes, least significant first; the buffer's order must be little-endian. */
    public static U128 get(ByteBuffer buffer, int at) {
        return new U128(buffer.getLong(at), buffer.getLong(at + 8));
    }

    public void put(ByteBuffer buffer, int at) {
        buffer.putLong(at, low);
        buffer.putLong(at + 8, high);
    }

    public boolean isZero() {
        return (low | high) == 0;
    }

    public boolean isMax() {
        return (low & high) == -1;
    }

    /** Whether the sum with the other needs a 129th bit. */
    public boolean sumOverflows(U128 other) {
        return compareTo(MAX.minus(other)) > 0;
    }

    /** The sum modulo 2^128. */
    public U128 plus(U128 other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new U128(sum, high + other.high + carry);
    }

    /** The difference modulo 2^128. */
    public U128 minus(U128 other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new U128(low - other.low, high - other.high - borrow);
    }

    /** The difference, or zero where it would be negative. */
    public U128 minusOrZero(U128 other) {
        return compareTo(other) <= 0 ? ZERO : minus(other);
    }

    public U128 min(U128 other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(U128 other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
