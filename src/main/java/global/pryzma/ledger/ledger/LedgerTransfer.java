package global.pryzma.ledger.ledger;

/**
 * A transfer as the ledger has it.
 *
 * @param transfer the stored fields; accounts, amount and code may have been resolved by the ledger
 *     (a post, a void, a balancing transfer)
 * @param timestamp when it was created: nanoseconds since the Unix epoch, unique in the ledger
 */
public record LedgerTransfer(TransferFields transfer, long timestamp) {}
