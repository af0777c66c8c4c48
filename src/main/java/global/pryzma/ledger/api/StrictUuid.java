package global.pryzma.ledger.api;

import java.util.Optional;
import java.util.UUID;

/**
 * The reader of UUIDs in their one textual form, {@code 8-4-4-4-12} hex digits of any case. {@link
 * UUID#fromString} also takes short groups, which would give one id many spellings.
 */
public final class StrictUuid {
    private static final int LENGTH = 36;
    private static final byte[] DIGITS = digits();

    private StrictUuid() {}

    public static Optional<UUID> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : digit(c) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new UUID(
                        bits(text, 0, 8) << 32 | bits(text, 9, 4) << 16 | bits(text, 14, 4),
                        bits(text, 19, 4) << 48 | bits(text, 24, 12)));
    }

    private static long bits(String text, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 4 | digit(text.charAt(i));
        }
        return bits;
    }

    private static int digit(char c) {
        return c < DIGITS.length ? DIGITS[c] : -1;
    }

    /** The value of each hex digit of either case; -1 for what is none. */
    private static byte[] digits() {
        byte[] digits = new byte[128];
        for (char c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c, 16);
        }
        return digits;
    }
}
