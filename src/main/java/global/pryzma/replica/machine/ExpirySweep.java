package global.pryzma.replica.machine;

/**
 * Releases what due pending transfers hold ({@code state_machine.zig},
 * execute_expire_pending_transfers). It writes no transfer.
 */
final class ExpirySweep {
    private final Accounts accounts;
    private final Transfers transfers;
    private final ExpiryQueue expiries;

    ExpirySweep(Accounts accounts, Transfers transfers, ExpiryQueue expiries) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.expiries = expiries;
    }

    /** Expires at most so many of the transfers due at this time. */
    void execute(long timestamp, int max) {
        for (int i = 0; i < max; i++) {
            int row = expiries.takeDue(timestamp);
            if (row < 0) {
                break;
            }
            TransferRow pending = transfers.get(row);
            AccountRow debit = accounts.change(accounts.find(pending.debitAccountId()));
            AccountRow credit = accounts.change(accounts.find(pending.creditAccountId()));
            debit.debitsPending(debit.debitsPending().minus(pending.amount()));
            credit.creditsPending(credit.creditsPending().minus(pending.amount()));
            PostOrVoid.reopen(pending, debit, credit);
            transfers.status(row, Transfers.Status.EXPIRED);
        }
        expiries.swept();
    }
}
