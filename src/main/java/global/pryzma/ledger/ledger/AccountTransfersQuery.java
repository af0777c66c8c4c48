package global.pryzma.ledger.ledger;

/**
 * Transfers that debit or credit an account, newest first.
 *
 * @param code only those with this code, 1 to 65535; 0 for all
 * @param range only those in it
 * @param limit at most so many, 1 to 8190
 */
public record AccountTransfersQuery(LedgerId accountId, int code, TimeRange range, int limit) {
    public AccountTransfersQuery {
        if (limit < 1 || limit > 8190 || code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("limit " + limit + ", code " + code);
        }
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
