package global.pryzma.ledger.transfer.list;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.api.Listing.Look;
import global.pryzma.ledger.api.Listing.Looked;
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
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.search.Criterion;
import global.pryzma.ledger.search.Found;
import global.pryzma.ledger.search.ListedTable;
import global.pryzma.ledger.search.RowSearch;
import global.pryzma.ledger.transfer.journal.StoredEntries;

import jakarta.inject.Singleton;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The places that transfers can be found in, each newest first and at a bounded cost. The one that
 * leads to the fewest is taken: what has such words, the lines of an entry, the transfers of an
 * account, and else those of each of the organisation's ledger numbers, merged.
 */
@Singleton
final class TransferPlaces {
    /** Each is a message of its own. */
    static final int MAX_CURRENCIES = 20;

    private static final ListedTable WORDS =
            new ListedTable("transfer_text", "created_at_nanos", 3);

    private final Ledger ledger;
    private final LedgerNumbers ledgerNumbers;
    private final StoredEntries entries;
    private final RowSearch search;

    TransferPlaces(
            Ledger ledger, LedgerNumbers ledgerNumbers, StoredEntries entries, RowSearch search) {
        this.ledger = ledger;
        this.ledgerNumbers = ledgerNumbers;
        this.entries = entries;
        this.search = search;
    }

    /**
     * Where to look for what is asked for.
     *
     * @throws ProblemException if there is no place that costs little enough
     */
    Look<LedgerTransfer> of(TransferFilter filter, LedgerCall call) {
        TimeRange range = filter.range();
        LedgerId entry = filter.entry();
        LedgerId account = filter.account();
        if (!filter.metadata().isEmpty()) {
            List<Criterion> criteria = filter.metadata().criteria(WORDS, call.organisation());
            return (before, limit) -> withWords(criteria, range.cutBefore(before), limit, call);
        }
        if (entry != null) {
            return (before, _) -> ofEntry(entry, range.cutBefore(before), call);
        }
        if (account != null) {
            return (before, limit) -> ofAccount(account, range.cutBefore(before), limit, call);
        }
        List<LedgerNumber> numbers = ledgerNumbers.all(call.organisation(), MAX_CURRENCIES + 1);
        if (numbers.size() > MAX_CURRENCIES) {
            throw ListTransfers.invalid(
                    "with more than %d currencies ask by account_id, journal_entry_id, metadata or reference"
                            .formatted(MAX_CURRENCIES));
        }
        return filter.isStretch()
                ? (before, limit) -> ofOrganisation(numbers, range.cutBefore(before), limit, call)
                : (before, limit) -> someOf(numbers, range.cutBefore(before), limit, call);
    }

    private Looked<LedgerTransfer> ofOrganisation(
            List<LedgerNumber> numbers, TimeRange range, int limit, LedgerCall call) {
        return looked(
                merged(numbers.stream().flatMap(it -> ofNumber(it, range, limit, call).stream()))
                        .limit(limit)
                        .toList(),
                limit);
    }

    /**
     * The same where a page may be short: so many of all together, and no matter if it is less.
     * What is older than the last one of a number that has more can't be told yet.
     */
    private Looked<LedgerTransfer> someOf(
            List<LedgerNumber> numbers, TimeRange range, int limit, LedgerCall call) {
        int share = Math.max(1, limit / Math.max(1, numbers.size()));
        List<List<LedgerTransfer>> found =
                numbers.stream().map(number -> ofNumber(number, range, share, call)).toList();
        long lookedAt =
                found.stream()
                        .filter(ofNumber -> ofNumber.size() == share)
                        .mapToLong(ofNumber -> ofNumber.getLast().timestamp())
                        .max()
                        .orElse(0);
        return new Looked<>(
                merged(found.stream().flatMap(List::stream))
                        .filter(row -> row.timestamp() >= lookedAt)
                        .toList(),
                lookedAt > 0,
                lookedAt);
    }

    private static Stream<LedgerTransfer> merged(Stream<LedgerTransfer> rows) {
        return rows.sorted(Comparator.comparingLong(LedgerTransfer::timestamp).reversed());
    }

    private List<LedgerTransfer> ofNumber(
            LedgerNumber number, TimeRange range, int limit, LedgerCall call) {
        return LedgerReadings.answered(
                ledger.ledgerTransfers(
                        new LedgerTransfersQuery(
                                number.number(), TransferKind.TRANSFER.code(), range, limit),
                        call));
    }

    private Looked<LedgerTransfer> ofAccount(
            LedgerId account, TimeRange range, int limit, LedgerCall call) {
        return looked(
                LedgerReadings.answered(
                        ledger.accountTransfers(
                                new AccountTransfersQuery(
                                        account, TransferKind.TRANSFER.code(), range, limit),
                                call)),
                limit);
    }

    private static Looked<LedgerTransfer> looked(List<LedgerTransfer> rows, int limit) {
        boolean isEnd = rows.size() < limit;
        return new Looked<>(rows, !isEnd, isEnd ? 0 : rows.getLast().timestamp());
    }

    /** All at once: an entry has a hundred lines at most. */
    private Looked<LedgerTransfer> ofEntry(LedgerId entry, TimeRange range, LedgerCall call) {
        return new Looked<>(
                entries.movements(entry, call).stream()
                        .filter(row -> range.holds(row.timestamp()))
                        .toList(),
                false,
                0);
    }

    /** The words of entries are there as well. */
    private Looked<LedgerTransfer> withWords(
            List<Criterion> criteria, TimeRange range, int limit, LedgerCall call) {
        Found found =
                search.look(WORDS, call.organisation(), criteria, range.beforeTimestamp(), limit)
                        .from(range.fromTimestamp());
        List<LedgerId> ids = found.ids().stream().map(LedgerId::of).toList();
        return new Looked<>(
                ids.isEmpty()
                        ? List.of()
                        : LedgerReadings.answered(ledger.lookupTransfers(ids, call)).stream()
                                .filter(row ->
                                        row.transfer().code() == TransferKind.TRANSFER.code())
                                .toList(),
                !found.isWhole(),
                found.isWhole() ? 0 : found.rows().getLast().position());
    }
}
