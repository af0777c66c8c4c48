package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Listing.Looked;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.transfer.References;
import global.pryzma.ledger.transfer.TransferSnapshot;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;

/**
 * The reading of journal entries: the ledger's rows, with their words from Postgres. Of an
 * organisation as a whole they are read by ledger number and merged; of an account, they are looked
 * for among its transfers.
 */
@Singleton
final class ReadEntries {
    static final Problem NOT_FOUND =
            Problem.of(ProblemCode.NOT_FOUND, "there is no such journal entry");

    static final String ACCOUNT = "account_id";
    static final String REFERENCE = "reference";

    /** Each is a message of its own. */
    private static final int MAX_CURRENCIES = 20;

    private final Ledger ledger;
    private final LedgerNumbers ledgerNumbers;
    private final Accounts accounts;
    private final StoredEntries entries;
    private final EntryTexts texts;
    private final References references;
    private final Listing listing;

    ReadEntries(
            Ledger ledger,
            LedgerNumbers ledgerNumbers,
            Accounts accounts,
            StoredEntries entries,
            EntryTexts texts,
            References references,
            Listing listing) {
        this.ledger = ledger;
        this.ledgerNumbers = ledgerNumbers;
        this.accounts = accounts;
        this.entries = entries;
        this.texts = texts;
        this.references = references;
        this.listing = listing;
    }

    EntryResponse one(UUID id, LedgerCall call) {
        return found(id, call).orElseThrow(() -> new ProblemException(NOT_FOUND));
    }

    private Optional<EntryResponse> found(UUID id, LedgerCall call) {
        return shown(entries.find(List.of(LedgerId.of(id)), call), call).stream().findFirst();
    }

    Page<EntryResponse> page(PageRequest request, LedgerCall call) {
        Optional<UUID> account = request.uuidFilter(ACCOUNT);
        Optional<String> reference = request.filter(REFERENCE);
        TimeRange range = request.range();
        if (reference.isPresent()) {
            if (account.isPresent() || !range.equals(TimeRange.ALWAYS)) {
                throw invalid("reference names one entry, and stands alone");
            }
            return Page.last(withReference(reference.get(), call));
        }
        return account.isPresent()
                ? ofAccount(account.get(), range, request, call)
                : ofOrganisation(range, request, call);
    }

    private List<EntryResponse> withReference(String reference, LedgerCall call) {
        return references.holders(call.organisation(), reference).stream()
                .flatMap(id -> found(id, call).stream())
                .toList();
    }

    private Page<EntryResponse> ofOrganisation(
            TimeRange range, PageRequest request, LedgerCall call) {
        List<LedgerNumber> numbers = ledgerNumbers.all(call.organisation(), MAX_CURRENCIES + 1);
        if (numbers.size() > MAX_CURRENCIES) {
            throw invalid(
                    "with more than "
                            + MAX_CURRENCIES
                            + " currencies ask for one account's entries");
        }
        return listing.page(
                call.organisation(),
                "journal entries " + range,
                request,
                (before, limit) -> merged(numbers, range.cutBefore(before), limit, call),
                LedgerTransfer::timestamp,
                heads -> shown(entries.withLines(heads, call), call));
    }

    private List<LedgerTransfer> merged(
            List<LedgerNumber> numbers, TimeRange range, int limit, LedgerCall call) {
        return numbers.stream()
                .flatMap(number ->
                        LedgerReadings.answered(
                                ledger.ledgerTransfers(
                                        new LedgerTransfersQuery(
                                                number.number(),
                                                TransferKind.ENTRY.code(),
                                                range,
                                                limit),
                                        call))
                                .stream())
                .sorted(Comparator.comparingLong(LedgerTransfer::timestamp).reversed())
                .limit(limit)
                .toList();
    }

    private Page<EntryResponse> ofAccount(
            UUID account, TimeRange range, PageRequest request, LedgerCall call) {
        if (accounts.find(call, account).isEmpty()) {
            return Page.last(List.of());
        }
        return listing.lookedThrough(
                call.organisation(),
                "journal entries of account " + account + " " + range,
                request,
                (before, limit) ->
                        amongTransfers(LedgerId.of(account), range.cutBefore(before), limit, call),
                StoredEntry::timestamp,
                found -> shown(found, call));
    }

    /** In one message of the account's transfers. */
    private Looked<StoredEntry> amongTransfers(
            LedgerId account, TimeRange range, int limit, LedgerCall call) {
        int most = ledger.maxEvents();
        List<LedgerTransfer> rows =
                LedgerReadings.answered(
                        ledger.accountTransfers(
                                new AccountTransfersQuery(
                                        account, TransferKind.TRANSFER.code(), range, most),
                                call));
        SequencedSet<LedgerId> ids = new LinkedHashSet<>();
        boolean isWhole = true;
        for (LedgerTransfer row : rows) {
            Optional<LedgerId> entry = TransferSnapshot.journalEntryOf(row.transfer());
            if (entry.isPresent() && !ids.contains(entry.get())) {
                if (ids.size() == limit) {
                    isWhole = false;
                    break;
                }
                ids.add(entry.get());
            }
        }
        List<StoredEntry> found = entries.find(ids, call);
        boolean isEnd = isWhole && rows.size() < most;
        return new Looked<>(found, !isEnd, isEnd ? 0 : reached(rows, found, isWhole));
    }

    /** The lines of an entry are next to each other; its own row is before all of them. */
    private static long reached(
            List<LedgerTransfer> rows, List<StoredEntry> found, boolean isWhole) {
        long lastEntry = found.isEmpty() ? Long.MAX_VALUE : found.getLast().timestamp();
        return isWhole ? Math.min(lastEntry, rows.getLast().timestamp()) : lastEntry;
    }

    private List<EntryResponse> shown(List<StoredEntry> found, LedgerCall call) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<UUID, EntryText> known =
                texts.find(found.stream().map(entry -> entry.id().toUuid()).toList());
        Set<LedgerId> reversed = entries.reversed(found, call);
        List<EntryResponse> responses = new ArrayList<>(found.size());
        for (StoredEntry entry : found) {
            responses.add(
                    EntryResponse.of(
                            entry,
                            known.getOrDefault(entry.id().toUuid(), EntryText.NONE),
                            reversed.contains(entry.id())));
        }
        return responses;
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
