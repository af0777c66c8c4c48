package global.pryzma.ledger.statement;

import global.pryzma.ledger.money.Currency;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An amount in units of its currency, as people and accounting software read it. */
final class DecimalAmount {
    /** Neither point nor comma, each of which means something else to somebody. */
    private static final char NARROW_SPACE = '\u202F';

    private static final char MINUS = '\u2212';
    private static final int GROUP = 3;

    private DecimalAmount() {}

    /** With all digits that the currency has behind the point. */
    static String of(BigInteger minorUnits, Currency currency) {
        return new BigDecimal(minorUnits, currency.exponent()).toPlainString();
    }

    /** The same with a space between thousands, for people alone. */
    static String grouped(BigInteger minorUnits, Currency currency) {
        String plain = of(minorUnits.abs(), currency);
        int point = plain.indexOf('.');
        StringBuilder text = new StringBuilder(plain);
        for (int i = (point < 0 ? plain.length() : point) - GROUP; i > 0; i -= GROUP) {
            text.insert(i, NARROW_SPACE);
        }
        return minorUnits.signum() < 0 ? text.insert(0, MINUS).toString() : text.toString();
    }
}
