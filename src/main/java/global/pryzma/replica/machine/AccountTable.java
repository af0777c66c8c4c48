package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/** All accounts, in the order of their timestamps, and which transfers touched each. */
final class AccountTable {
    private final Rows rows = new Rows(Words.COUNT);
    private final IdIndex index = new IdIndex(rows);
    private final FieldSummaries summaries = new FieldSummaries();
    private final BalanceHistory history = new BalanceHistory();

    /** By row number; null until the first transfer. */
    private @Nullable Activity[] activities = new @Nullable Activity[64];

    /** The transfers of an account, oldest first, and for history accounts the balances then. */
    private static final class Activity {
        final IntList transfers = new IntList();
        final Sides sides = new Sides();
        final @Nullable IntList balances;

        Activity(boolean history) {
            balances = history ? new IntList() : null;
        }

        void add(int transferRow, boolean debit) {
            sides.set(transfers.size(), debit);
            transfers.add(transferRow);
        }
    }

    Rows rows() {
        return rows;
    }

    FieldSummaries summaries() {
        return summaries;
    }

    /** The row number of the account with this id, or -1. */
    int find(U128 id) {
        return index.find(id);
    }

    AccountWords get(int row) {
        return new AccountWords(rows.words(row), rows.at(row));
    }

    /** The account of this row, to change it. */
    AccountWords change(int row) {
        rows.own(row);
        return get(row);
    }

    void add(AccountWords account) {
        int row = rows.add(account.words(), account.at());
        index.add(row);
        summaries.add(row, account);
    }

    /** Forgets the newest accounts, none of which has a transfer. */
    void truncate(int count) {
        for (int row = rows.count() - 1; row >= count; row--) {
            index.removeNewest(row);
        }
        rows.truncate(count);
    }

    /** Notes that the newest transfer touched this account, which holds the balances after it. */
    void addTransfer(int accountRow, int transferRow, boolean debit) {
        Activity activity = madeActivity(accountRow);
        activity.add(transferRow, debit);
        if (activity.balances != null) {
            activity.balances.add(history.add(get(accountRow)));
        }
    }

    private Activity madeActivity(int accountRow) {
        if (accountRow >= activities.length) {
            activities = Arrays.copyOf(activities, Math.max(accountRow + 1, 2 * accountRow));
        }
        Activity activity = activities[accountRow];
        if (activity == null) {
            activity = new Activity(get(accountRow).has(AccountWords.HISTORY));
            activities[accountRow] = activity;
        }
        return activity;
    }

    /** Undoes the newest {@link #addTransfer} of this account. */
    void removeNewestTransfer(int accountRow) {
        Activity activity = touched(accountRow);
        activity.transfers.removeNewest();
        if (activity.balances != null) {
            history.removeNewest(activity.balances.get(activity.balances.size() - 1));
            activity.balances.removeNewest();
        }
    }

    int transferCount(int accountRow) {
        Activity activity = activity(accountRow);
        return activity == null ? 0 : activity.transfers.size();
    }

    /** The sides of an account that has transfers. */
    Sides sides(int accountRow) {
        return touched(accountRow).sides;
    }

    /** The row of the account's n-th transfer, counted from 0, oldest first. */
    int transfer(int accountRow, int n) {
        return touched(accountRow).transfers.get(n);
    }

    /** Writes the eight words of the balances after the n-th transfer of a history account. */
    void copyBalances(int accountRow, int n, long[] to, int at) {
        Activity activity = activity(accountRow);
        if (activity == null || activity.balances == null) {
            throw new IndexOutOfBoundsException(n);
        }
        history.copy(activity.balances.get(n), to, at);
    }

    Frozen freeze() {
        Frozen accounts = rows.freeze();
        Frozen balances = history.freeze();
        return sink -> {
            accounts.writeTo(sink);
            balances.writeTo(sink);
        };
    }

    void load(WordSource source) throws IOException {
        rows.load(source);
        index.rebuild();
        for (int row = 0; row < rows.count(); row++) {
            summaries.add(row, get(row));
        }
        history.load(source);
    }

    /** Finds out again, after {@link #load}, which transfers touched which account. */
    void loadTransfers(TransferTable transfers) {
        var references = history.new References();
        for (int row = 0; row < transfers.rows().count(); row++) {
            TransferWords transfer = transfers.get(row);
            loadTransfer(find(transfer.debitAccountId()), row, true, references);
            loadTransfer(find(transfer.creditAccountId()), row, false, references);
        }
    }

    private void loadTransfer(
            int accountRow,
            int transferRow,
            boolean debit,
            BalanceHistory.References references) {
        Activity activity = madeActivity(accountRow);
        activity.add(transferRow, debit);
        if (activity.balances != null) {
            activity.balances.add(references.next());
        }
    }

    private Activity touched(int accountRow) {
        Activity activity = activity(accountRow);
        if (activity == null) {
            throw new IllegalStateException("account " + accountRow + " has no transfer");
        }
        return activity;
    }

    private @Nullable Activity activity(int accountRow) {
        return accountRow < activities.length ? activities[accountRow] : null;
    }
}
