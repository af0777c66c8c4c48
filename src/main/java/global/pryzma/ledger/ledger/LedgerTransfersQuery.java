package global.pryzma.ledger.ledger;

/**
 * Transfers of one ledger number with one code, newest first.
 *
 * @param ledger the number of (organisation, currency)
 * @param code 1 to 65535
 * @param range only those in it
 * @param limit at most so many, 1 to 8190
 */
public record LedgerTransfersQuery(int ledger, int code, TimeRange range, int limit) {
    public LedgerTransfersQuery {
        if (ledger == 0 || limit < 1 || limit > 8190 || code < 1 || code > 0xFFFF) {
            throw new IllegalArgumentException(
                    "ledger " + ledger + ", limit " + limit + ", code " + code);
        }
    }
}
