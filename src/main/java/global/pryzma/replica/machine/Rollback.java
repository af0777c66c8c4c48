package global.pryzma.replica.machine;

import java.util.Arrays;

/**
 * Takes back the members of a linked chain that came before the one that failed. Between {@link
 * #begin} and {@link #end} it keeps what is about to be overwritten; outside it keeps nothing.
 */
final class Rollback {
    private static final int FLAGS_WORD = 14;
    private static final int IMAGE_WORDS = AccountRow.BALANCE_WORDS + 2;

    private final Accounts accounts;
    private final Transfers transfers;
    private final ExpiryQueue expiries;

    private boolean active;
    private int accountCount;
    private int transferCount;
    private long[] images = new long[IMAGE_WORDS * 16];
    private int imageSize;
    private final IntList resolved = new IntList();
    private final IntList expiring = new IntList();

    Rollback(Accounts accounts, Transfers transfers, ExpiryQueue expiries) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.expiries = expiries;
    }

    void begin() {
        active = true;
        accountCount = accounts.rows().count();
        transferCount = transfers.rows().count();
    }

    /** The chain stands. */
    void end() {
        active = false;
        imageSize = 0;
        for (int i = 0; i < expiring.size(); i++) {
            int row = expiring.get(i);
            expiries.add(transfers.get(row).expiresAt(), row);
        }
        clear(expiring);
        clear(resolved);
    }

    private static void clear(IntList list) {
        while (list.size() > 0) {
            list.removeNewest();
        }
    }

    /** An account's balances or flags are about to change. */
    void keep(int accountRow) {
        if (!active) {
            return;
        }
        if (imageSize == images.length) {
            images = Arrays.copyOf(images, 2 * imageSize);
        }
        AccountRow account = accounts.get(accountRow);
        images[imageSize] = accountRow;
        images[imageSize + 1] = account.word(FLAGS_WORD);
        System.arraycopy(
                account.words(),
                account.at() + AccountRow.BALANCES,
                images,
                imageSize + 2,
                AccountRow.BALANCE_WORDS);
        imageSize += IMAGE_WORDS;
    }

    /** A pending transfer is about to be posted or voided. */
    void keepPending(int transferRow) {
        if (active) {
            resolved.add(transferRow);
        }
    }

    /** A pending transfer has been made that will expire. */
    void expires(int transferRow) {
        long expiresAt = transfers.get(transferRow).expiresAt();
        if (active) {
            expiries.announce(expiresAt);
            expiring.add(transferRow);
        } else {
            expiries.add(expiresAt, transferRow);
        }
    }

    /** The chain failed: everything since {@link #begin} is taken back, newest first. */
    void undo() {
        for (int row = transfers.rows().count() - 1; row >= transferCount; row--) {
            TransferRow transfer = transfers.get(row);
            accounts.removeNewestTransfer(accounts.find(transfer.creditAccountId()));
            accounts.removeNewestTransfer(accounts.find(transfer.debitAccountId()));
            transfers.removeNewest();
        }
        while (imageSize > 0) {
            imageSize -= IMAGE_WORDS;
            AccountRow account = accounts.change((int) images[imageSize]);
            account.word(FLAGS_WORD, images[imageSize + 1]);
            System.arraycopy(
                    images,
                    imageSize + 2,
                    account.words(),
                    account.at() + AccountRow.BALANCES,
                    AccountRow.BALANCE_WORDS);
        }
        while (resolved.size() > 0) {
            int row = resolved.get(resolved.size() - 1);
            if (row < transferCount) {
                transfers.status(row, Transfers.Status.PENDING);
            }
            resolved.removeNewest();
        }
        accounts.truncate(accountCount);
        clear(expiring);
        active = false;
    }
}
