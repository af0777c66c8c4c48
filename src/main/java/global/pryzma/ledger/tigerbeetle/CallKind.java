package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of call: how the events of several calls become one message, and how its reply is divided
 * among them again.
 *
 * @param writes whether the cluster changes something, so that an unanswered one is in doubt
 * @param grouped whether several calls may share a message; a filter travels alone
 * @param <E> what a call consists of
 * @param <A> the answer to a call
 */
record CallKind<E, A>(
        String name,
        boolean writes,
        boolean grouped,
        Function<List<E>, Request> request,
        Division<E, A> division) {

    static final CallKind<AccountFields, List<EventResult>> CREATE_ACCOUNTS =
            new CallKind<>(
                    "create_accounts", true, true, Request.CreateAccounts::new, CallKind::results);

    static final CallKind<TransferFields, List<EventResult>> CREATE_TRANSFERS =
            new CallKind<>(
                    "create_transfers",
                    true,
                    true,
                    Request.CreateTransfers::new,
                    CallKind::results);

    static final CallKind<LedgerId, List<LedgerAccount>> LOOKUP_ACCOUNTS =
            new CallKind<>(
                    "lookup_accounts",
                    false,
                    true,
                    Request.LookupAccounts::new,
                    (reply, parts) ->
                            found(((Reply.Accounts) reply).rows(), row -> row.account().id(), parts)
                                    .stream()
                                    .map(CallKind::answered)
                                    .toList());

    static final CallKind<LedgerId, AsOf<List<LedgerTransfer>>> LOOKUP_TRANSFERS =
            new CallKind<>(
                    "lookup_transfers",
                    false,
                    true,
                    Request.LookupTransfers::new,
                    (reply, parts) -> {
                        Reply.Transfers found = (Reply.Transfers) reply;
                        return found(found.rows(), row -> row.transfer().id(), parts).stream()
                                .map(rows -> answered(new AsOf<>(rows, found.timestamp())))
                                .toList();
                    });

    static final CallKind<AccountTransfersQuery, List<LedgerTransfer>> ACCOUNT_TRANSFERS =
            new CallKind<>(
                    "get_account_transfers",
                    false,
                    false,
                    query -> new Request.AccountTransfers(query.getFirst()),
                    (reply, parts) -> ofOne(((Reply.Transfers) reply).rows()));

    static final CallKind<AccountTransfersQuery, AsOf<List<HistoricBalance>>> ACCOUNT_BALANCES =
            new CallKind<>(
                    "get_account_balances",
                    false,
                    false,
                    query -> new Request.AccountBalances(query.getFirst()),
                    (reply, parts) -> {
                        Reply.Balances found = (Reply.Balances) reply;
                        return ofOne(new AsOf<>(found.rows(), found.timestamp()));
                    });

    static final CallKind<LedgerTransfersQuery, List<LedgerTransfer>> LEDGER_TRANSFERS =
            new CallKind<>(
                    "query_transfers",
                    false,
                    false,
                    query -> new Request.LedgerTransfers(query.getFirst()),
                    (reply, parts) -> ofOne(((Reply.Transfers) reply).rows()));

    static final CallKind<TailQuery, List<LedgerAccount>> ACCOUNTS_TAIL =
            new CallKind<>(
                    "query_accounts",
                    false,
                    false,
                    query -> new Request.AccountsTail(query.getFirst()),
                    (reply, parts) -> ofOne(((Reply.Accounts) reply).rows()));

    static final CallKind<TailQuery, List<LedgerTransfer>> TRANSFERS_TAIL =
            new CallKind<>(
                    "query_transfers",
                    false,
                    false,
                    query -> new Request.TransfersTail(query.getFirst()),
                    (reply, parts) -> ofOne(((Reply.Transfers) reply).rows()));

    static final CallKind<Integer, Boolean> LEDGER_NUMBER_USED =
            new CallKind<>(
                    "query_accounts",
                    false,
                    false,
                    ledger -> new Request.AnyAccountOf(ledger.getFirst()),
                    (reply, parts) -> ofOne(!((Reply.Accounts) reply).rows().isEmpty()));

    /** The division of a reply: one outcome for each part, in order. */
    interface Division<E, A> {
        List<Outcome<A>> divide(Reply reply, List<List<E>> parts);
    }

    /** The answer to a call that travels alone. */
    private static <A> List<Outcome<A>> ofOne(A answer) {
        return List.of(new Outcome.Answered<>(answer));
    }

    private static <E> List<Outcome<List<EventResult>>> results(Reply reply, List<List<E>> parts) {
        Reply.Results results = (Reply.Results) reply;
        List<Outcome<List<EventResult>>> outcomes = new ArrayList<>(parts.size());
        int from = 0;
        for (List<E> part : parts) {
            outcomes.add(results(results, from, part.size()));
            from += part.size();
        }
        return outcomes;
    }

    private static Outcome<List<EventResult>> results(Reply.Results results, int from, int size) {
        List<EventResult> part = new ArrayList<>(size);
        for (int index = from; index < from + size; index++) {
            if (results.code(index) == Reply.Results.UNKNOWN_CODE) {
                return new Outcome.NoAnswer<>("the cluster answered with an unknown result code");
            }
            part.add(new EventResult(results.code(index), results.timestamp(index)));
        }
        return new Outcome.Answered<>(part);
    }

    /**
     * Divides the rows of a lookup. They come in the order of the ids, missing ones left out: a
     * merge of two lists.
     */
    private static <T> List<List<T>> found(
            List<T> rows, Function<T, LedgerId> id, List<List<LedgerId>> parts) {
        List<List<T>> found = new ArrayList<>(parts.size());
        int next = 0;
        for (List<LedgerId> part : parts) {
            List<T> own = new ArrayList<>(part.size());
            for (LedgerId asked : part) {
                if (next < rows.size() && id.apply(rows.get(next)).equals(asked)) {
                    own.add(rows.get(next++));
                }
            }
            found.add(own);
        }
        if (next != rows.size()) {
            throw new IllegalArgumentException("a lookup answered rows that were not asked for");
        }
        return found;
    }

    private static <A> Outcome<A> answered(A answer) {
        return new Outcome.Answered<>(answer);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
