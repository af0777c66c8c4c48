package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.problem.ProblemException;

import java.util.List;
import java.util.Optional;

/**
 * A walk through what was posted to an account, oldest first. Whatever it is that it walks through
 * is settled when it begins: the balances at both ends are known then, and nothing comes to it
 * afterwards. Only one chunk of it is in memory at a time. For one thread.
 */
public final class EntryWalk {
    /**
     * The most transfers of a chunk, which is a message for them, another for their balances, and
     * two statements for their words.
     */
    static final int CHUNK = 1000;

    /** Words may be 20 KB each; a chunk has less of them then. */
    private static final long MAX_BYTES_OF_WORDS = 1_000_000;

    private final EntryReader reader;
    private final AccountFacts account;
    private final PostedBalance opening;
    private final PostedBalance closing;
    private final long asOf;
    private EntryFilter rest;

    private EntryWalk(
            EntryReader reader,
            AccountFacts account,
            PostedBalance opening,
            PostedBalance closing,
            long asOf,
            TimeRange range) {
        this.reader = reader;
        this.account = account;
        this.opening = opening;
        this.closing = closing;
        this.asOf = asOf;
        this.rest = EntryFilter.postedIn(range);
    }

    static EntryWalk begin(
            EntryReader reader, AccountFacts account, TimeRange range, LedgerCall call) {
        AsOf<Optional<HistoricBalance>> last = reader.latest(account, range, call);
        PostedBalance opening = opening(reader, account, range.fromTimestamp(), call);
        PostedBalance closing = last.value().map(PostedBalance::of).orElse(opening);
        return new EntryWalk(
                reader,
                account,
                opening,
                closing,
                last.timestamp(),
                range.cutBefore(last.timestamp() + 1));
    }

    private static PostedBalance opening(
            EntryReader reader, AccountFacts account, long from, LedgerCall call) {
        return from <= account.createdAtNanos()
                ? PostedBalance.ZERO
                : reader.latest(account, TimeRange.before(from), call)
                        .value()
                        .map(PostedBalance::of)
                        .orElse(PostedBalance.ZERO);
    }

    /** What had been posted before the range begins. */
    public PostedBalance opening() {
        return opening;
    }

    /** What has been posted when the range ends, or by {@link #asOf} if it ends later. */
    public PostedBalance closing() {
        return closing;
    }

    /**
     * The ledger's moment at which the walk began. What comes later is not in it, whatever range
     * was asked for: its end is a fact only if it is not after this moment.
     */
    public long asOf() {
        return asOf;
    }

    /**
     * The next entries, by one look at the account's transfers. There may be none of them although
     * more follow, where it has met nothing but holds.
     *
     * @param call for these alone, so that a long walk need not wait for long anywhere
     * @throws ProblemException when the ledger does not answer
     */
    public Chunk next(LedgerCall call) {
        if (rest.range().isEmpty()) {
            return Chunk.NONE;
        }
        List<LedgerTransfer> rows = reader.transfers(account, rest, CHUNK, call);
        List<LedgerTransfer> posted = rows.stream().filter(rest::accepts).toList();
        List<LedgerTransfer> taken = reader.fitting(posted, MAX_BYTES_OF_WORDS);
        List<Entry> entries = reader.entries(account, rest, taken, call);
        rest =
                taken.size() < posted.size()
                        ? rest.after(taken.getLast().timestamp())
                        : rows.size() < CHUNK
                                ? rest.within(TimeRange.NEVER)
                                : rest.after(rows.getLast().timestamp());
        return new Chunk(entries, rest.range().isEmpty());
    }

    /**
     * Some of the entries.
     *
     * @param isLast whether none follow
     */
    public record Chunk(List<Entry> entries, boolean isLast) {
        static final Chunk NONE = new Chunk(List.of(), true);
    }
}
