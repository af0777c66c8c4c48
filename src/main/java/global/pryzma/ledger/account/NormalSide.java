package global.pryzma.ledger.account;

import global.pryzma.ledger.money.Amount;

import java.math.BigInteger;

/** The side on which an account grows, and on which its balance is written without a sign. */
public enum NormalSide {
    DEBIT,
    CREDIT;

    /** What is on this side, less what is on the other. */
    public BigInteger balance(Amount debits, Amount credits) {
        return signed(credits.toBigInteger().subtract(debits.toBigInteger()));
    }

    /**
     * What a single movement is for the account: above zero on this side, below on the other.
     *
     * @param debit whether it is on the account's debit side
     */
    public BigInteger signed(boolean debit, Amount amount) {
        BigInteger value = amount.toBigInteger();
        return signed(debit ? value.negate() : value);
    }

    private BigInteger signed(BigInteger ofCreditNormal) {
        return switch (this) {
            case DEBIT -> ofCreditNormal.negate();
            case CREDIT -> ofCreditNormal;
        };
    }
}
