package global.pryzma.ledger.statement;

import global.pryzma.ledger.ledger.AccountSides;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.ReadingOrder;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.ledger.TransferKind;

import java.util.UUID;

/**
 * Which of an account's entries are read, and in which order.
 *
 * @param sides those on these sides of the account
 * @param withPending whether holds and voids are among them
 */
record EntryFilter(AccountSides sides, TimeRange range, ReadingOrder order, boolean withPending) {

    static EntryFilter newestIn(TimeRange range) {
        return new EntryFilter(AccountSides.BOTH, range, ReadingOrder.NEWEST_FIRST, true);
    }

    /** All that was posted, oldest first. */
    static EntryFilter postedIn(TimeRange range) {
        return new EntryFilter(AccountSides.BOTH, range, ReadingOrder.OLDEST_FIRST, false);
    }

    /** Whether a row that the ledger has found is one of the entries: it knows nothing of holds. */
    boolean accepts(LedgerTransfer row) {
        return withPending || EntryKind.of(row.transfer()).isPosted();
    }

    /** The rest of them behind an entry with this timestamp. */
    EntryFilter after(long timestamp) {
        return within(
                switch (order) {
                    case NEWEST_FIRST -> range.cutBefore(timestamp);
                    case OLDEST_FIRST -> range.cutFrom(timestamp + 1);
                });
    }

    EntryFilter within(TimeRange part) {
        return new EntryFilter(sides, part, order, withPending);
    }

    /** The ledger's question, by the one code of all that a client sees. */
    AccountTransfersQuery query(UUID account, int limit) {
        return new AccountTransfersQuery(
                LedgerId.of(account), TransferKind.TRANSFER.code(), sides, range, order, limit);
    }
}
