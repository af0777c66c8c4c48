package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.money.Amount;

import java.math.BigInteger;

/**
 * What is left of a transfer to be reversed.
 *
 * @param whole what the transfer has moved
 * @param reversed of that
 */
record Remainder(Amount whole, Amount reversed) {
    /**
     * As the ledger keeps it.
     *
     * @param account the transfer's own, see {@link Remainders}
     */
    static Remainder of(LedgerAccount account) {
        return new Remainder(account.creditsPosted(), account.debitsPosted());
    }

    /** Why more than that can't be reversed. */
    String tooLittle() {
        BigInteger left = whole.toBigInteger().subtract(reversed.toBigInteger());
        return "of " + whole + ", " + left + " is left to be reversed";
    }
}
