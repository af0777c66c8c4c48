package global.pryzma.ledger.ledger;

/**
 * Transfers that debit or credit an account, newest first.
 *
 * @param beforeTimestamp only older ones than this ledger timestamp, in nanoseconds since the Unix
 *     epoch; 0 for no bound
 * @param limit at most so many, 1 to 8190
 */
public record AccountTransfersQuery(LedgerId accountId, long beforeTimestamp, int limit) {
    public AccountTransfersQuery {
        if (limit < 1 || limit > 8190 || beforeTimestamp < 0) {
            throw new IllegalArgumentException("limit " + limit + ", before " + beforeTimestamp);
        }
    }
}
