package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

/**
 * Compares a transfer whose id is taken with the one that took it ({@code state_machine.zig},
 * create_transfer_exists). Timestamps are not compared.
 */
final class TransferExists {
    private final Transfers transfers;

    TransferExists(Transfers transfers) {
        this.transfers = transfers;
    }

    CreateTransferResult compare(TransferRow t, TransferRow e) {
        if (t.flags() != e.flags()) {
            return EXISTS_WITH_DIFFERENT_FLAGS;
        }
        if (!t.pendingId().equals(e.pendingId())) {
            return EXISTS_WITH_DIFFERENT_PENDING_ID;
        }
        if (t.timeout() != e.timeout()) {
            return EXISTS_WITH_DIFFERENT_TIMEOUT;
        }
        return t.postsOrVoids()
                ? comparePostOrVoid(t, e, transfers.get(transfers.find(t.pendingId())))
                : compareOrdinary(t, e);
    }

    private static CreateTransferResult compareOrdinary(TransferRow t, TransferRow e) {
        if (!t.debitAccountId().equals(e.debitAccountId())) {
            return EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID;
        }
        if (!t.creditAccountId().equals(e.creditAccountId())) {
            return EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID;
        }
        // A balancing request names an upper limit; what was stored may be less.
        boolean balancing = t.has(TransferRow.BALANCING_DEBIT | TransferRow.BALANCING_CREDIT);
        int byAmount = t.amount().compareTo(e.amount());
        if (balancing ? byAmount < 0 : byAmount != 0) {
            return EXISTS_WITH_DIFFERENT_AMOUNT;
        }
        if (!t.userData128().equals(e.userData128())) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_128;
        }
        if (t.userData64() != e.userData64()) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_64;
        }
        if (t.userData32() != e.userData32()) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_32;
        }
        if (t.ledger() != e.ledger()) {
            return EXISTS_WITH_DIFFERENT_LEDGER;
        }
        return t.code() != e.code() ? EXISTS_WITH_DIFFERENT_CODE : EXISTS;
    }

    /** What the request leaves open must have been taken from the pending transfer p. */
    private static CreateTransferResult comparePostOrVoid(
            TransferRow t, TransferRow e, TransferRow p) {
        if (!t.debitAccountId().isZero() && !t.debitAccountId().equals(e.debitAccountId())) {
            return EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID;
        }
        if (!t.creditAccountId().isZero() && !t.creditAccountId().equals(e.creditAccountId())) {
            return EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID;
        }
        boolean everything = t.has(TransferRow.VOID) ? t.amount().isZero() : t.amount().isMax();
        if (!e.amount().equals(everything ? p.amount() : t.amount())) {
            return EXISTS_WITH_DIFFERENT_AMOUNT;
        }
        if (!e.userData128().equals(t.userData128().isZero() ? p.userData128() : t.userData128())) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_128;
        }
        if (e.userData64() != (t.userData64() == 0 ? p.userData64() : t.userData64())) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_64;
        }
        if (e.userData32() != (t.userData32() == 0 ? p.userData32() : t.userData32())) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_32;
        }
        if (t.ledger() != 0 && t.ledger() != e.ledger()) {
            return EXISTS_WITH_DIFFERENT_LEDGER;
        }
        return t.code() != 0 && t.code() != e.code() ? EXISTS_WITH_DIFFERENT_CODE : EXISTS;
    }
}
