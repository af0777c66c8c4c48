package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.NormalSide;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.money.Amount;

import java.math.BigInteger;

/** What had been posted to an account up to a moment, on each of its sides. Neither goes down. */
public record PostedBalance(Amount debits, Amount credits) {
    /** Of an account that nothing has been posted to. */
    public static final PostedBalance ZERO = new PostedBalance(Amount.ZERO, Amount.ZERO);

    static PostedBalance of(HistoricBalance row) {
        return new PostedBalance(row.debitsPosted(), row.creditsPosted());
    }

    /** The balance of an account that grows on this side. */
    public BigInteger on(NormalSide side) {
        return side.balance(debits, credits);
    }
}
