package global.pryzma.ledger.ledger;

/** Bits of {@link AccountFields#flags} (TigerBeetle: Account, flags). Permanent. */
public final class AccountFlags {
    public static final int LINKED = 1;
    public static final int DEBITS_MUST_NOT_EXCEED_CREDITS = 1 << 1;
    public static final int CREDITS_MUST_NOT_EXCEED_DEBITS = 1 << 2;

    /** The flag of an account that keeps its past balances; set when it is created, or never. */
    public static final int HISTORY = 1 << 3;

    public static final int IMPORTED = 1 << 4;
    public static final int CLOSED = 1 << 5;

    private AccountFlags() {}
}
