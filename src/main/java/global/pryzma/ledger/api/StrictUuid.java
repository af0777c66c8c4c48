package global.pryzma.ledger.api;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
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
        return text.length() == LENGTH
                ? Optional.ofNullable(parse(text.getBytes(StandardCharsets.ISO_8859_1), 0, LENGTH))
                : Optional.empty();
    }

    /** The same of a part of a longer text, in ASCII; null for anything else. */
    static @Nullable UUID parse(byte[] text, int from, int to) {
        if (to - from != LENGTH) {
            return null;
        }
        int bad = 0;
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            byte c = text[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                bad |= c == '-' ? 0 : -1;
            } else {
                int digit = c < 0 ? -1 : DIGITS[c];
                bad |= digit;
                if (i < 18) {
                    high = high << 4 | digit;
                } else {
                    low = low << 4 | digit;
                }
            }
        }
        return bad < 0 ? null : new UUID(high, low);
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
