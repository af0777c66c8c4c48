package global.pryzma.ledger.account;

import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.money.Amount;

import java.math.BigInteger;

/** The ledger's four counters of an account, in minor units. The posted ones never go down. */
record Counters(
        Amount debitsPending, Amount debitsPosted, Amount creditsPending, Amount creditsPosted) {
    /** The counters of an account that was never used. */
    static final Counters ZERO = new Counters(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

    static Counters of(LedgerAccount account) {
        return new Counters(
                account.debitsPending(),
                account.debitsPosted(),
                account.creditsPending(),
                account.creditsPosted());
    }

    Counters withoutHolds() {
        return new Counters(Amount.ZERO, debitsPosted, Amount.ZERO, creditsPosted);
    }

    BigInteger debits() {
        return debitsPosted.toBigInteger();
    }

    BigInteger credits() {
        return creditsPosted.toBigInteger();
    }
}
