package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.transfer.WordsOfTransfers;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The reading of an account's entries: its transfers, and the balances that the ledger has noted
 * after each of them, a message for the ones and a message for the others. No row of either ever
 * changes, and new ones are younger than all that there are; so the two agree, whenever they are
 * asked for.
 */
@Singleton
public final class EntryReader {
    private final Ledger ledger;
    private final WordsOfTransfers words;

    EntryReader(Ledger ledger, WordsOfTransfers words) {
        this.ledger = ledger;
        this.words = words;
    }

    /**
     * A walk through all that was posted to an account in a range, oldest first, up to this moment
     * at most.
     *
     * @param range not empty
     * @param call for its beginning
     * @throws ProblemException when the ledger does not answer
     */
    public EntryWalk walk(AccountFacts account, TimeRange range, LedgerCall call) {
        return EntryWalk.begin(this, account, range, call);
    }

    /**
     * What had been posted to an account by the latest of its entries in a range, holds and voids
     * among them; empty if it has none there. The moment is that of the ledger's answer.
     *
     * @param range not empty
     * @throws ProblemException when the ledger does not answer
     */
    AsOf<Optional<HistoricBalance>> latest(AccountFacts account, TimeRange range, LedgerCall call) {
        AsOf<List<HistoricBalance>> found = balances(account, EntryFilter.newestIn(range), 1, call);
        return new AsOf<>(found.value().stream().findFirst(), found.timestamp());
    }

    /** The first of the account's transfers, of any kind of entry. */
    List<LedgerTransfer> transfers(
            AccountFacts account, EntryFilter filter, int limit, LedgerCall call) {
        return LedgerReadings.answered(
                ledger.accountTransfers(filter.query(account.id(), limit), call));
    }

    /**
     * The entries that these transfers of the account are. There may be others between them, but no
     * more than {@link AccountTransfersQuery#MAX_LIMIT} in all.
     *
     * @param filter by which they were found
     */
    List<Entry> entries(
            AccountFacts account, EntryFilter filter, List<LedgerTransfer> rows, LedgerCall call) {
        if (rows.isEmpty()) {
            return List.of();
        }
        EntryFilter same = filter.within(span(rows));
        List<HistoricBalance> balances =
                balances(account, same, AccountTransfersQuery.MAX_LIMIT, call).value();
        Map<UUID, Wording> said = words.find(ids(rows));
        List<Entry> entries = new ArrayList<>(rows.size());
        int next = 0;
        for (LedgerTransfer row : rows) {
            while (balances.get(next).timestamp() != row.timestamp()) {
                next++;
            }
            UUID id = row.transfer().id().toUuid();
            entries.add(
                    Entry.of(
                            account, row, balances.get(next), said.getOrDefault(id, Wording.NONE)));
        }
        return entries;
    }

    /** Those of these transfers, from the first on, whose words fit into so many bytes. */
    List<LedgerTransfer> fitting(List<LedgerTransfer> rows, long bytes) {
        return rows.isEmpty() ? rows : rows.subList(0, words.fitting(ids(rows), bytes));
    }

    private static List<UUID> ids(List<LedgerTransfer> rows) {
        return rows.stream().map(row -> row.transfer().id().toUuid()).toList();
    }

    /** The range from one end of the rows to the other, whichever is the older one. */
    private static TimeRange span(List<LedgerTransfer> rows) {
        long first = rows.getFirst().timestamp();
        long last = rows.getLast().timestamp();
        return new TimeRange(Math.min(first, last), Math.max(first, last) + 1);
    }

    private AsOf<List<HistoricBalance>> balances(
            AccountFacts account, EntryFilter filter, int limit, LedgerCall call) {
        return LedgerReadings.answered(
                ledger.accountBalances(filter.query(account.id(), limit), call));
    }
}
