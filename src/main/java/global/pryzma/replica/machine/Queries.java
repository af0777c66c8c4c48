package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.util.function.IntFunction;

/** The operations that only read. Rows come in the order of their timestamps, or reversed. */
final class Queries {
    private final AccountTable accounts;
    private final TransferTable transfers;

    Queries(AccountTable accounts, TransferTable transfers) {
        this.accounts = accounts;
        this.transfers = transfers;
    }

    /** The accounts of these ids, in their order; unknown ids are passed over. */
    void lookupAccounts(long[] ids, int count, ReplyBody reply) {
        for (int i = 0; i < count; i++) {
            int row = accounts.find(new U128(ids[2 * i], ids[2 * i + 1]));
            if (row >= 0) {
                reply.addRow(accounts.get(row));
            }
        }
    }

    void lookupTransfers(long[] ids, int count, ReplyBody reply) {
        for (int i = 0; i < count; i++) {
            int row = transfers.find(new U128(ids[2 * i], ids[2 * i + 1]));
            if (row >= 0) {
                reply.addRow(transfers.get(row));
            }
        }
    }

    void queryAccounts(QueryFilter filter, ReplyBody reply) {
        query(filter, accounts.rows(), accounts.summaries(), accounts::get, reply);
    }

    void queryTransfers(QueryFilter filter, ReplyBody reply) {
        Filter wanted = filter.rows();
        if (filter.isValid() && wanted.ledger() != 0 && wanted.code() != 0) {
            queryKind(wanted, transfers.kinds().of(wanted.ledger(), wanted.code()), reply);
            return;
        }
        query(filter, transfers.rows(), transfers.summaries(), transfers::get, reply);
    }

    /** The same by the list of those that have ledger and code. */
    private void queryKind(Filter wanted, IntList ofKind, ReplyBody reply) {
        Rows rows = transfers.rows();
        int from = ofKind.below(rows.firstNotBelow(Words.TIMESTAMP, wanted.from()));
        int to = ofKind.below(rows.firstNotBelow(Words.TIMESTAMP, after(wanted.to())));
        Picker picker = new Picker(wanted);
        for (int i = 0; i < to - from && picker.wantsMore(); i++) {
            int row = ofKind.get(wanted.reversed() ? to - 1 - i : from + i);
            if (picker.picks(row)) {
                reply.addRow(transfers.get(row));
            }
        }
    }

    private static void query(
            QueryFilter filter,
            Rows rows,
            FieldSummaries summaries,
            IntFunction<? extends Words> row,
            ReplyBody reply) {
        if (!filter.isValid()) {
            return;
        }
        Filter wanted = filter.rows();
        int from = rows.firstNotBelow(Words.TIMESTAMP, wanted.from());
        int to = rows.firstNotBelow(Words.TIMESTAMP, after(wanted.to()));
        int left = wanted.rowsMax();
        long[] hashes = wanted.hashes();
        boolean reversed = wanted.reversed();
        int at = reversed ? to - 1 : from;
        while (left > 0 && at >= from && at < to) {
            boolean worthIt = summaries.mayContain(FieldSummaries.group(at), hashes);
            int next = reversed ? FieldSummaries.before(at) : FieldSummaries.after(at);
            while (worthIt && left > 0 && at != next && at >= from && at < to) {
                Words candidate = row.apply(at);
                if (wanted.matches(candidate)) {
                    reply.addRow(candidate);
                    left--;
                }
                at += reversed ? -1 : 1;
            }
            at = worthIt ? at : next;
        }
    }

    void getAccountTransfers(AccountFilter filter, ReplyBody reply) {
        int account = accounts.find(filter.accountId());
        if (account >= 0 && filter.isValid()) {
            scan(filter, account, (n, transfer) -> reply.addRow(transfer));
        }
    }

    /** Nothing for an account without the history flag. */
    void getAccountBalances(AccountFilter filter, ReplyBody reply) {
        int account = accounts.find(filter.accountId());
        if (account >= 0 && accounts.get(account).has(AccountWords.HISTORY) && filter.isValid()) {
            scan(
                    filter,
                    account,
                    (n, transfer) -> reply.addBalances(accounts, account, n, transfer.timestamp()));
        }
    }

    private interface Found {
        /** The account's n-th transfer matches. */
        void add(int n, TransferWords transfer);
    }

    private void scan(AccountFilter filter, int account, Found found) {
        Filter wanted = filter.rows();
        int from = firstNotBelow(account, wanted.from());
        int to = firstNotBelow(account, after(wanted.to()));
        Picker picker = new Picker(wanted);
        int n = next(filter, account, wanted.reversed() ? to - 1 : from);
        while (n >= from && n < to && picker.wantsMore()) {
            int row = accounts.transfer(account, n);
            if (picker.picks(row)) {
                found.add(n, transfers.get(row));
            }
            n = next(filter, account, wanted.reversed() ? n - 1 : n + 1);
        }
    }

    /** The next of the account's transfers, this one or one behind it, on a side that is wanted. */
    private int next(AccountFilter filter, int account, int n) {
        if (filter.debits() && filter.credits()
                || n < 0
                || n >= accounts.transferCount(account)) {
            return n;
        }
        return filter.rows().reversed()
                ? accounts.sides(account).previous(n, filter.debits())
                : accounts.sides(account).next(n, filter.debits());
    }

    /** Picks those transfers that have the fields which are wanted, up to the limit. */
    private final class Picker {
        private final Filter wanted;
        private final long[] hashes;
        private int left;
        private int group = -1;
        private boolean worthIt;

        Picker(Filter wanted) {
            this.wanted = wanted;
            this.hashes = wanted.hashes();
            this.left = wanted.rowsMax();
        }

        boolean wantsMore() {
            return left > 0;
        }

        boolean picks(int row) {
            if (FieldSummaries.group(row) != group) {
                group = FieldSummaries.group(row);
                worthIt = transfers.summaries().mayContain(group, hashes);
            }
            if (!worthIt || !wanted.matches(transfers.get(row))) {
                return false;
            }
            left--;
            return true;
        }
    }

    /** How many of the account's transfers came before this timestamp. */
    private int firstNotBelow(int account, long timestamp) {
        int low = 0;
        int high = accounts.transferCount(account);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (transfers.get(accounts.transfer(account, middle)).timestamp() < timestamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** No row has the last timestamp of all, so that it need not be included. */
    private static long after(long timestamp) {
        return timestamp == Long.MAX_VALUE ? timestamp : timestamp + 1;
    }
}
