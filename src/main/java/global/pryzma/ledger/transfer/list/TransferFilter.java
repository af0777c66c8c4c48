package global.pryzma.ledger.transfer.list;

import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.search.MetadataFilter;
import global.pryzma.ledger.transfer.TransferSnapshot;
import global.pryzma.ledger.transfer.TransferStatus;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Which transfers are asked for; all that it says must hold.
 *
 * @param account that is debited or credited; null for any
 * @param entry of which it is a line; null for any, and for none
 * @param status now; null for any
 * @param range in which it was made
 * @param metadata what it has
 */
record TransferFilter(
        @Nullable LedgerId account,
        @Nullable LedgerId entry,
        @Nullable TransferStatus status,
        TimeRange range,
        MetadataFilter metadata) {
    static final String ACCOUNT = "account_id";
    static final String ENTRY = "journal_entry_id";
    static final String STATUS = "status";

    /**
     * The filter that a query asks for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    static TransferFilter of(PageRequest request) {
        return new TransferFilter(
                request.uuidFilter(ACCOUNT).map(LedgerId::of).orElse(null),
                request.uuidFilter(ENTRY).map(LedgerId::of).orElse(null),
                request.enumFilter(STATUS, TransferStatus.class).orElse(null),
                request.range(),
                MetadataFilter.of(request));
    }

    /** Whether a stretch of one list of the ledger is all that is asked for. */
    boolean isStretch() {
        return entry == null && status == null && metadata.isEmpty();
    }

    /** Whether all that leads to transfers is asked for, so that none has to be sorted out. */
    boolean isLed() {
        int leads =
                (account == null ? 0 : 1)
                        + (entry == null ? 0 : 1)
                        + metadata.wanted().entries().size();
        return status == null && leads <= 1;
    }

    /** Whether the row, which never changes, is one that is asked for. */
    boolean holds(LedgerTransfer row) {
        return (account == null
                        || account.equals(row.transfer().debitAccountId())
                        || account.equals(row.transfer().creditAccountId()))
                && (entry == null
                        || TransferSnapshot.journalEntryOf(row.transfer())
                                .equals(Optional.of(entry)));
    }

    /** Whether it has the status that is asked for. */
    boolean holds(TransferSnapshot transfer) {
        return status == null || transfer.status() == status;
    }
}
