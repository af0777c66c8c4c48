package global.pryzma.ledger.ledger;

/** The sides of an account on which a transfer may stand. */
public enum AccountSides {
    DEBIT,
    CREDIT,
    BOTH;

    public boolean hasDebit() {
        return this != CREDIT;
    }

    public boolean hasCredit() {
        return this != DEBIT;
    }
}
