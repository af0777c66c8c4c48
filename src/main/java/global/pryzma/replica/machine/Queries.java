package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.util.function.IntFunction;

/** The operations that only read. Rows come in the order of their timestamps, or reversed. */
final class Queries {
    private final Accounts accounts;
    private final Transfers transfers;

    Queries(Accounts accounts, Transfers transfers) {
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
        query(filter, transfers.rows(), transfers.summaries(), transfers::get, reply);
    }

    private static void query(
            QueryFilter filter,
            Rows rows,
            FieldSummaries summaries,
            IntFunction<? extends Row> row,
            ReplyBody reply) {
        if (!filter.isValid()) {
            return;
        }
        Filter wanted = filter.rows();
        int from = rows.firstNotBelow(Row.TIMESTAMP, wanted.from());
        int to = rows.firstNotBelow(Row.TIMESTAMP, after(wanted.to()));
        int left = wanted.rowsMax();
        long[] hashes = wanted.hashes();
        boolean reversed = wanted.reversed();
        int at = reversed ? to - 1 : from;
        while (left > 0 && at >= from && at < to) {
            boolean worthIt = summaries.mayContain(FieldSummaries.group(at), hashes);
            int next = reversed ? FieldSummaries.before(at) : FieldSummaries.after(at);
            while (worthIt && left > 0 && at != next && at >= from && at < to) {
                Row candidate = row.apply(at);
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
        if (account >= 0 && accounts.get(account).has(AccountRow.HISTORY) && filter.isValid()) {
            scan(
                    filter,
                    account,
                    (n, transfer) -> reply.addBalances(accounts, account, n, transfer.timestamp()));
        }
    }

    private interface Found {
        /** The account's n-th transfer matches. */
        void add(int n, TransferRow transfer);
    }

    private void scan(AccountFilter filter, int account, Found found) {
        Filter wanted = filter.rows();
        int from = firstNotBelow(account, wanted.from());
        int to = firstNotBelow(account, after(wanted.to()));
        int left = wanted.rowsMax();
        long[] hashes = wanted.hashes();
        int group = -1;
        boolean worthIt = false;
        for (int i = 0; i < to - from && left > 0; i++) {
            int n = wanted.reversed() ? to - 1 - i : from + i;
            int row = accounts.transfer(account, n);
            if (FieldSummaries.group(row) != group) {
                group = FieldSummaries.group(row);
                worthIt = transfers.summaries().mayContain(group, hashes);
            }
            if (!worthIt) {
                continue;
            }
            TransferRow transfer = transfers.get(row);
            if (filter.matches(transfer)) {
                found.add(n, transfer);
                left--;
            }
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
