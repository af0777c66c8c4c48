package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferResult;

/** What has become for good of one of many independent transfers. */
public sealed interface ItemOutcome {
    /** It was executed, now or by an earlier try. */
    record Made(LedgerTransfer transfer) implements ItemOutcome {}

    /**
     * The ledger has rejected it.
     *
     * @param result the rule; {@link TransferResult#ID_ALREADY_FAILED} if an earlier try was told,
     *     and nobody knows any more
     */
    record Refused(TransferResult result) implements ItemOutcome {}

    /** It was made impossible before it came to the ledger. */
    record Prevented() implements ItemOutcome {}
}
