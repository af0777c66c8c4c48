package global.pryzma.ledger.account;

/** An account of the ledger that no row can be made for. */
public record UnplacedAccount(RecoverableAccount account, Reason reason) {
    /** The reason: what is missing. */
    public enum Reason {
        /** Postgres does not know whose books these are, and in which currency. */
        LEDGER_NUMBER_UNKNOWN,
        /** The code is no account type's. */
        ACCOUNT_TYPE_UNKNOWN,
        /** The program is not there, or another organisation's. */
        PROGRAM_UNKNOWN
    }
}
