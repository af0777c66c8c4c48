package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.NormalSide;
import global.pryzma.ledger.money.Currency;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/**
 * What a statement says of an account but for the entries: all of it is known before the first of
 * them is read, since what was posted on each side is a counter that never goes down.
 *
 * @param name of the account, if it has one
 * @param period the stretch of time that its entries are of
 * @param opening what had been posted when the period began
 * @param closing what had been posted when it ended
 */
record Statement(
        AccountFacts account,
        @Nullable String name,
        Currency currency,
        Period period,
        PostedBalance opening,
        PostedBalance closing) {
    Statement {
        if (opening.debits().compareTo(closing.debits()) > 0
                || opening.credits().compareTo(closing.credits()) > 0) {
            throw new IllegalArgumentException("what is posted does not go down");
        }
    }

    BigInteger openingBalance() {
        return opening.on(side());
    }

    BigInteger closingBalance() {
        return closing.on(side());
    }

    /** What its entries have debited, all in all. */
    BigInteger totalDebits() {
        return closing.debits().toBigInteger().subtract(opening.debits().toBigInteger());
    }

    /** What its entries have credited, all in all. */
    BigInteger totalCredits() {
        return closing.credits().toBigInteger().subtract(opening.credits().toBigInteger());
    }

    NormalSide side() {
        return account.type().normalSide();
    }
}
