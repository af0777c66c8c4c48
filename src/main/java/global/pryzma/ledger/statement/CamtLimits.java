package global.pryzma.ledger.statement;

import global.pryzma.ledger.money.Currency;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The limits of {@code camt.053}, which can't say all that the ledger can: a currency has three
 * letters and at most five digits behind the point, an amount at most 18 digits. Whether a
 * statement keeps to them is seen before its first entry is read, as no entry is larger than what
 * all of them have moved.
 */
final class CamtLimits {
    private static final Pattern ISO_4217 = Pattern.compile("[A-Z]{3}");
    private static final int MAX_EXPONENT = 5;
    private static final BigInteger MAX = BigInteger.TEN.pow(18).subtract(BigInteger.ONE);

    private CamtLimits() {}

    /** Why it has no such statement; empty if it has one. */
    static Optional<String> refusal(Statement statement) {
        Currency currency = statement.currency();
        if (!ISO_4217.matcher(currency.code()).matches() || currency.exponent() > MAX_EXPONENT) {
            return Optional.of(
                    "camt.053 has no currency such as "
                            + currency.code()
                            + ": only those of three letters, with at most "
                            + MAX_EXPONENT
                            + " digits behind the point");
        }
        BigInteger moved = statement.totalDebits().add(statement.totalCredits());
        boolean large =
                Stream.of(moved, statement.openingBalance(), statement.closingBalance())
                        .anyMatch(amount -> amount.abs().compareTo(MAX) > 0);
        return large ? Optional.of("camt.053 has amounts of at most 18 digits") : Optional.empty();
    }
}
