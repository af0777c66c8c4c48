package global.pryzma.ledger.ledger;

/**
 * A question for transfers that debit or credit an account, or for its balances after each of them.
 *
 * @param code only those with this code, 1 to 65535; 0 for all
 * @param sides only those that have the account on one of these
 * @param range only those in it
 * @param limit at most so many, 1 to 8190
 */
public record AccountTransfersQuery(
        LedgerId accountId,
        int code,
        AccountSides sides,
        TimeRange range,
        ReadingOrder order,
        int limit) {
    /** The most rows that an answer has. */
    public static final int MAX_LIMIT = 8190;

    public AccountTransfersQuery {
        if (limit < 1 || limit > MAX_LIMIT || code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("limit " + limit + ", code " + code);
        }
    }

    /** Those on both sides, newest first. */
    public AccountTransfersQuery(LedgerId accountId, int code, TimeRange range, int limit) {
        this(accountId, code, AccountSides.BOTH, range, ReadingOrder.NEWEST_FIRST, limit);
    }

    /**
     * Those before a timestamp.
     *
     * @param beforeTimestamp in nanoseconds since the Unix epoch; 0 for no bound
     */
    public AccountTransfersQuery(LedgerId accountId, int code, long beforeTimestamp, int limit) {
        this(accountId, code, TimeRange.before(beforeTimestamp), limit);
    }

    /** Transfers of every code. */
    public AccountTransfersQuery(LedgerId accountId, long beforeTimestamp, int limit) {
        this(accountId, 0, beforeTimestamp, limit);
    }
}
