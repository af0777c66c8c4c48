package global.pryzma.ledger.transfer;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
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
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The reading of transfers: the ledger's rows, with their words from Postgres. */
@Singleton
final class ReadTransfers {
    static final String REFERENCE_FILTER = "reference";

    private final Ledger ledger;
    private final Accounts accounts;
    private final LedgerNumbers ledgerNumbers;
    private final TransferTextRows texts;
    private final References references;
    private final Listing listing;

    ReadTransfers(
            Ledger ledger,
            Accounts accounts,
            LedgerNumbers ledgerNumbers,
            TransferTextRows texts,
            References references,
            Listing listing) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.ledgerNumbers = ledgerNumbers;
        this.texts = texts;
        this.references = references;
        this.listing = listing;
    }

    TransferResponse one(UUID id, LedgerCall call) {
        return LedgerReadings.answered(ledger.lookupTransfers(List.of(LedgerId.of(id)), call))
                .stream()
                .filter(transfer -> isShownTo(call.organisation(), transfer))
                .map(transfer -> withWords(List.of(transfer)).getFirst())
                .findFirst()
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
                LedgerTransfer::timestamp,
                this::withWords);
    }

    /** The newest has it: see {@link References#holders}. */
    private List<LedgerTransfer> withReference(String reference, LedgerCall call) {
        List<LedgerId> ids =
                references.holders(call.organisation(), reference).stream()
                        .map(LedgerId::of)
                        .toList();
        return ids.isEmpty()
                ? List.of()
                : LedgerReadings.answered(ledger.lookupTransfers(ids, call)).stream()
                        .filter(transfer -> isShownTo(call.organisation(), transfer))
                        .max(Comparator.comparingLong(LedgerTransfer::timestamp))
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
                this::withWords);
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

    private boolean isShownTo(UUID organisation, LedgerTransfer row) {
        return row.transfer().code() == TransferKind.TRANSFER.code()
                && ledgerNumbers
                        .find(row.transfer().ledger())
                        .filter(number -> number.organisation().equals(organisation))
                        .isPresent();
    }

    private List<TransferResponse> withWords(List<LedgerTransfer> transfers) {
        if (transfers.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = transfers.stream().map(row -> row.transfer().id().toUuid()).toList();
        Map<UUID, Wording> found =
                texts.find(ids).stream()
                        .collect(Collectors.toMap(TransferTextRow::id, TransferTextRow::words));
        return transfers.stream()
                .map(row ->
                        TransferResponse.of(
                                row,
                                number(row).currency(),
                                found.getOrDefault(row.transfer().id().toUuid(), Wording.NONE)))
                .toList();
    }

    private LedgerNumber number(LedgerTransfer row) {
        return ledgerNumbers.find(row.transfer().ledger()).orElseThrow();
    }

    private static ProblemException notFound(String detail) {
        return ProblemException.of(ProblemCode.NOT_FOUND, detail);
    }
}
