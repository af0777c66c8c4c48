package global.pryzma.ledger.money;

import java.util.regex.Pattern;

/**
 * A currency: ISO 4217, or a private code such as {@code USD_GT}. Both fields are immutable,
 * because the exponent gives every stored amount its meaning.
 *
 * @param code 3 to 16 characters, upper-case letters, digits and underscores, a letter first
 * @param exponent how many of an amount's digits stand behind the decimal point, 0 to 18
 */
public record Currency(String code, int exponent) {
    /** The longest code, in characters. */
    public static final int CODE_MAX = 16;

    /** The most digits behind the point. */
    public static final int EXPONENT_MAX = 18;

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{2,15}");
    private static final Pattern ISO_4217 = Pattern.compile("[A-Z]{3}");

    public Currency {
        if (!isCode(code)) {
            throw new IllegalArgumentException("not a currency code: " + code);
        }
        if (exponent < 0 || exponent > EXPONENT_MAX) {
            throw new IllegalArgumentException("an exponent is 0 to 18: " + exponent);
        }
    }

    /** Whether the text has the form of a currency code; it need not exist. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** Whether the code could be one of ISO 4217; it need not stand there. */
    public boolean hasFormOfIso4217() {
        return ISO_4217.matcher(code).matches();
    }
}
