package global.pryzma.ledger.ledger;

/** Bits of {@link TransferFields#flags} (TigerBeetle: Transfer, flags). Permanent. */
public final class TransferFlags {
    public static final int LINKED = 1;
    public static final int PENDING = 1 << 1;
    public static final int POST_PENDING = 1 << 2;
    public static final int VOID_PENDING = 1 << 3;
    public static final int BALANCING_DEBIT = 1 << 4;
    public static final int BALANCING_CREDIT = 1 << 5;
    public static final int CLOSING_DEBIT = 1 << 6;
    public static final int CLOSING_CREDIT = 1 << 7;
    public static final int IMPORTED = 1 << 8;

    private TransferFlags() {}
}
