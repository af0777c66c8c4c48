package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Listing.Looked;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The list of an account's entries. A page costs two looks at its transfers at most, which find
 * {@link AccountTransfersQuery#MAX_LIMIT} of them together: the ledger can't tell holds from what
 * was posted, so that of an account with many holds in a row a page may be short, or empty.
 */
@Singleton
final class ListEntries {
    /** How many transfers are looked at for one entry, where some are passed over. */
    private static final int SHARE = 4;

    private final Accounts accounts;
    private final EntryReader entries;
    private final Listing listing;

    ListEntries(Accounts accounts, EntryReader entries, Listing listing) {
        this.accounts = accounts;
        this.entries = entries;
        this.listing = listing;
    }

    Page<EntryResponse> of(UUID accountId, PageRequest request, LedgerCall call) {
        EntryFilter filter = EntryQuery.filter(request);
        AccountFacts account =
                accounts.find(call, accountId)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemCode.NOT_FOUND, "there is no such account"));
        return listing.lookedThrough(
                call.organisation(),
                "entries of account " + accountId + " " + filter,
                request,
                // A position is a timestamp in both orders, and both begin at this one.
                (position, limit) ->
                        look(
                                account,
                                position == Listing.NEWEST ? filter : filter.after(position),
                                limit,
                                call),
                LedgerTransfer::timestamp,
                rows ->
                        entries.entries(account, filter, rows, call).stream()
                                .map(EntryResponse::of)
                                .toList());
    }

    private Looked<LedgerTransfer> look(
            AccountFacts account, EntryFilter filter, int limit, LedgerCall call) {
        int first = 1 + (filter.withPending() ? limit : SHARE * limit);
        Looked<LedgerTransfer> found =
                accepted(filter, limit, first, entries.transfers(account, filter, first, call));
        if (!found.more() || found.items().size() == limit) {
            return found;
        }
        int second = AccountTransfersQuery.MAX_LIMIT - first;
        EntryFilter rest = filter.after(found.lookedAt());
        Looked<LedgerTransfer> further =
                accepted(
                        filter,
                        limit - found.items().size(),
                        second,
                        entries.transfers(account, rest, second, call));
        List<LedgerTransfer> both = new ArrayList<>(found.items());
        both.addAll(further.items());
        return new Looked<>(both, further.more(), further.lookedAt());
    }

    /**
     * The entries among these rows, up to the limit.
     *
     * @param asked for how many rows the ledger was asked
     */
    private static Looked<LedgerTransfer> accepted(
            EntryFilter filter, int limit, int asked, List<LedgerTransfer> rows) {
        List<LedgerTransfer> accepted = new ArrayList<>();
        for (LedgerTransfer row : rows) {
            if (filter.accepts(row)) {
                if (accepted.size() == limit) {
                    return new Looked<>(accepted, true, accepted.getLast().timestamp());
                }
                accepted.add(row);
            }
        }
        return rows.size() < asked
                ? new Looked<>(accepted, false, 0)
                : new Looked<>(accepted, true, rows.getLast().timestamp());
    }
}
