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

import jakarta.inject.Singleton;

import java.util.List;
import java.util.UUID;

/** The reading of transfers: one, and those of an account. */
@Singleton
final class ReadTransfers {
    private final Ledger ledger;
    private final Accounts accounts;
    private final Transfers transfers;
    private final Listing listing;

    ReadTransfers(Ledger ledger, Accounts accounts, Transfers transfers, Listing listing) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.transfers = transfers;
        this.listing = listing;
    }

    TransferResponse one(UUID id, LedgerCall call) {
        return transfers
                .find(id, call)
                .map(TransferResponse::of)
                .orElseThrow(() -> notFound("there is no such transfer"));
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
