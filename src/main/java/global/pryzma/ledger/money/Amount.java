package global.pryzma.ledger.money;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An amount of money in minor units: an unsigned integer of 128 bits, 0 to 2^128-2.
 *
 * <p>On the wire it is a string of decimal digits without sign, leading zero or point. 2^128-1 is
 * left out because the ledger reads it as "as much as possible" (TigerBeetle: {@code AMOUNT_MAX}).
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record Amount(long high, long low) implements Comparable<Amount> {
    public static final Amount ZERO = new Amount(0, 0);

    /** 2^128-2, the largest amount that a client can name. */
    public static final Amount MAX = new Amount(-1, -2);

    /** 2^128-1, the ledger's "as much as possible". */
    public static final Amount ALL = new Amount(-1, -1);

    private static final int MAX_DIGITS = 39;
    private static final int DIGITS_OF_A_LONG = 18;
    private static final BigInteger MAX_VALUE = MAX.toBigInteger();

    /** An amount that fits a long; {@code minorUnits} is not negative. */
    public static Amount of(long minorUnits) {
        if (minorUnits < 0) {
            throw new IllegalArgumentException("an amount is not negative: " + minorUnits);
        }
        return new Amount(0, minorUnits);
    }

    /** The amount with this value, 0 to 2^128-1. */
    public static Amount of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw new IllegalArgumentException("not an amount: " + value);
        }
        return new Amount(value.shiftRight(64).longValue(), value.longValue());
    }

    /** Reads {@code ^(0|[1-9][0-9]{0,38})$} up to 2^128-2; empty for anything else. */
    public static Optional<Amount> parse(String text) {
        if (!isCanonical(text)) {
            return Optional.empty();
        }
        if (text.length() <= DIGITS_OF_A_LONG) {
            return Optional.of(new Amount(0, Long.parseLong(text)));
        }
        BigInteger value = new BigInteger(text);
        return value.compareTo(MAX_VALUE) > 0 ? Optional.empty() : Optional.of(of(value));
    }

    private static boolean isCanonical(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS || (length > 1 && text.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    public boolean isZero() {
        return high == 0 && low == 0;
    }

    public BigInteger toBigInteger() {
        return unsigned(high).shiftLeft(64).or(unsigned(low));
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
    }

    @Override
    public int compareTo(Amount other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Decimal digits, as on the wire. */
    @Override
    public String toString() {
        return high == 0 && low >= 0 ? Long.toString(low) : toBigInteger().toString();
    }
}
