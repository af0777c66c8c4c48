package global.pryzma.ledger.transfer;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The reading of transfers: one, and those of an account. */
@Singleton
final class ReadTransfers {
    static final String REFERENCE_FILTER = "reference";

    private final Ledger ledger;
    private final Accounts accounts;
    private final Transfers transfers;
    private final References references;
    private final Listing listing;

    ReadTransfers(
            Ledger ledger,
            Accounts accounts,
            Transfers transfers,
            References references,
            Listing listing) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.transfers = transfers;
        this.references = references;
        this.listing = listing;
    }

    TransferResponse one(UUID id, LedgerCall call) {
        return transfers
                .find(id, call)
                .map(TransferResponse::of)
                .orElseThrow(() -> notFound("there is no such transfer"));
    }

    /** The one that has this reference, or none. */
    Page<TransferResponse> withReference(PageRequest request, LedgerCall call) {
        String reference = request.requiredFilter(REFERENCE_FILTER);
        if (!Wording.isReference(reference)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "there can be no reference of this form");
        }
        return listing.page(
                call.organisation(),
                "transfers with reference " + reference,
                request,
                (before, limit) ->
                        before == Listing.NEWEST ? withReference(reference, call) : List.of(),
                transfer -> transfer.row().timestamp(),
                found -> found.stream().map(TransferResponse::of).toList());
    }

    /** The newest has it: see {@link References#holders}. */
    private List<TransferSnapshot> withReference(String reference, LedgerCall call) {
        return references.holders(call.organisation(), reference).stream()
                .flatMap(id -> transfers.find(id, call).stream())
                .max(Comparator.comparingLong(found -> found.row().timestamp()))
                .stream()
                .toList();
    }

    Page<TransferResponse> ofAccount(UUID accountId, PageRequest request, LedgerCall call) {
        if (accounts.find(call, accountId).isEmpty()) {
            throw notFound("there is no such account");
        }
        return listing.page(
                call.organisation(),
                "transfers of account " + accountId,
                request,
                (before, limit) -> ofAccount(accountId, before, limit, call),
                LedgerTransfer::timestamp,
                rows -> transfers.now(rows, call).stream().map(TransferResponse::of).toList());
    }

    private List<LedgerTransfer> ofAccount(UUID id, long before, int limit, LedgerCall call) {
        return LedgerReadings.answered(
                ledger.accountTransfers(
                        new AccountTransfersQuery(
                                LedgerId.of(id),
                                TransferKind.TRANSFER.code(),
                                before == Listing.NEWEST ? 0 : before,
                                limit),
                        call));
    }

    private static ProblemException notFound(String detail) {
        return ProblemException.of(ProblemCode.NOT_FOUND, detail);
    }
}
