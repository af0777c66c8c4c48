package global.pryzma.replica.machine;

import java.io.IOException;

/**
 * What the four balances of an account were after each of its transfers, for accounts with the
 * history flag. Balances below 2^64, nearly all, take four words instead of eight.
 */
final class BalanceHistory {
    private static final int NARROW = 4;
    private static final int WIDE = AccountRow.BALANCE_WORDS;

    private final Rows narrow = new Rows(NARROW);

    /** The last word of a wide row says how many rows of either kind came before it. */
    private final Rows wide = new Rows(WIDE + 1);

    private final long[] row = new long[WIDE + 1];

    /** Keeps the account's balances; the answer finds them again: negative means the wide table. */
    int add(AccountRow account) {
        long high = 0;
        for (int balance = 0; balance < NARROW; balance++) {
            row[balance] = account.word(AccountRow.BALANCES + 2 * balance);
            high |= account.word(AccountRow.BALANCES + 2 * balance + 1);
        }
        if (high == 0) {
            return narrow.add(row, 0);
        }
        System.arraycopy(account.words(), account.at() + AccountRow.BALANCES, row, 0, WIDE);
        row[WIDE] = narrow.count() + wide.count();
        return ~wide.add(row, 0);
    }

    /** Takes off the newest of all, which this reference means. */
    void removeNewest(int reference) {
        if (reference >= 0) {
            narrow.truncate(reference);
        } else {
            wide.truncate(~reference);
        }
    }

    /** Writes eight words of balances. */
    void copy(int reference, long[] to, int at) {
        if (reference < 0) {
            int wideRow = ~reference;
            System.arraycopy(wide.words(wideRow), wide.at(wideRow), to, at, WIDE);
            return;
        }
        for (int balance = 0; balance < NARROW; balance++) {
            to[at + 2 * balance] = narrow.word(reference, balance);
            to[at + 2 * balance + 1] = 0;
        }
    }

    Frozen freeze() {
        Frozen narrowRows = narrow.freeze();
        Frozen wideRows = wide.freeze();
        return sink -> {
            narrowRows.writeTo(sink);
            wideRows.writeTo(sink);
        };
    }

    void load(WordSource source) throws IOException {
        narrow.load(source);
        wide.load(source);
    }

    /** Gives the references of all rows again, in the order in which they were added. */
    final class References {
        private int narrowNext;
        private int wideNext;

        int next() {
            boolean nextIsWide =
                    wideNext < wide.count() && wide.word(wideNext, WIDE) == narrowNext + wideNext;
            return nextIsWide ? ~wideNext++ : narrowNext++;
        }
    }
}
