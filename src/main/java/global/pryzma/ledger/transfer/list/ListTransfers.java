package global.pryzma.ledger.transfer.list;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Listing.Look;
import global.pryzma.ledger.api.Listing.Looked;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.search.RowSearch;
import global.pryzma.ledger.transfer.References;
import global.pryzma.ledger.transfer.TransferResponse;
import global.pryzma.ledger.transfer.TransferSnapshot;
import global.pryzma.ledger.transfer.Transfers;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The list of transfers. One place leads to rows of the ledger, as {@link TransferPlaces} says, and
 * of so many at most those that are not asked for are sorted out: by the rows, and by the markers
 * of their holds, which are looked up in one message.
 */
@Singleton
final class ListTransfers {
    static final String REFERENCE = "reference";

    private final Transfers transfers;
    private final TransferPlaces places;
    private final References references;
    private final Accounts accounts;
    private final Ledger ledger;
    private final Listing listing;

    ListTransfers(
            Transfers transfers,
            TransferPlaces places,
            References references,
            Accounts accounts,
            Ledger ledger,
            Listing listing) {
        this.transfers = transfers;
        this.places = places;
        this.references = references;
        this.accounts = accounts;
        this.ledger = ledger;
        this.listing = listing;
    }

    Page<TransferResponse> page(PageRequest request, LedgerCall call) {
        if (request.filter(REFERENCE).isPresent()) {
            return withReference(request, call);
        }
        TransferFilter filter = TransferFilter.of(request);
        if (filter.account() != null && accounts.find(call, filter.account().toUuid()).isEmpty()) {
            return Page.last(List.of());
        }
        Look<LedgerTransfer> place = places.of(filter, call);
        String name = "transfers " + request.filters();
        return filter.isStretch()
                ? listing.page(
                        call.organisation(),
                        name,
                        request,
                        (before, limit) -> place.before(before, limit).items(),
                        LedgerTransfer::timestamp,
                        rows -> shown(transfers.now(rows, call)))
                : listing.lookedThrough(
                        call.organisation(),
                        name,
                        request,
                        (before, limit) -> look(filter, place, before, limit, call),
                        transfer -> transfer.row().timestamp(),
                        ListTransfers::shown);
    }

    private Looked<TransferSnapshot> look(
            TransferFilter filter,
            Look<LedgerTransfer> place,
            long before,
            int limit,
            LedgerCall call) {
        int rows =
                filter.isLed() ? limit + 1 : Math.min(RowSearch.LOOKED_THROUGH, ledger.maxEvents());
        Looked<LedgerTransfer> looked = place.before(before, rows);
        List<LedgerTransfer> asked = asked(filter, looked.items(), call);
        boolean isCut = asked.size() > limit;
        List<LedgerTransfer> page = isCut ? asked.subList(0, limit) : asked;
        return new Looked<>(
                transfers.now(page, call).stream().filter(filter::holds).toList(),
                isCut || looked.more(),
                isCut ? page.getLast().timestamp() : looked.lookedAt());
    }

    private List<LedgerTransfer> asked(
            TransferFilter filter, List<LedgerTransfer> rows, LedgerCall call) {
        List<LedgerTransfer> asked = rows.stream().filter(filter::holds).toList();
        return filter.status() == null ? asked : transfers.withStatus(asked, filter.status(), call);
    }

    private static List<TransferResponse> shown(List<TransferSnapshot> page) {
        return page.stream().map(TransferResponse::of).toList();
    }

    /** The one that has this reference, or none. */
    private Page<TransferResponse> withReference(PageRequest request, LedgerCall call) {
        if (!request.filterNames().equals(Set.of(REFERENCE))) {
            throw invalid("reference names one transfer, and stands alone");
        }
        String reference = request.requiredFilter(REFERENCE);
        if (!Wording.isReference(reference)) {
            throw invalid("there can be no reference of this form");
        }
        return listing.page(
                call.organisation(),
                "transfers with reference " + reference,
                request,
                (before, limit) ->
                        before == Listing.NEWEST ? withReference(reference, call) : List.of(),
                transfer -> transfer.row().timestamp(),
                ListTransfers::shown);
    }

    /** The newest has it: see {@link References#holders}. */
    private List<TransferSnapshot> withReference(String reference, LedgerCall call) {
        return references.holders(call.organisation(), reference).stream()
                .flatMap(id -> transfers.find(id, call).stream())
                .max(Comparator.comparingLong(found -> found.row().timestamp()))
                .stream()
                .toList();
    }

    static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
