package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import global.pryzma.replica.protocol.U128;

/**
 * The second phase: posts or voids a pending transfer ({@code state_machine.zig},
 * post_or_void_pending_transfer).
 */
final class PostOrVoid {
    private static final int FORBIDDEN_BESIDE =
            TransferWords.PENDING
                    | TransferWords.BALANCING_DEBIT
                    | TransferWords.BALANCING_CREDIT
                    | TransferWords.CLOSING_DEBIT
                    | TransferWords.CLOSING_CREDIT;

    private final AccountTable accounts;
    private final TransferTable transfers;
    private final ExpiryQueue expiries;
    private final Rollback rollback;

    PostOrVoid(
            AccountTable accounts,
            TransferTable transfers,
            ExpiryQueue expiries,
            Rollback rollback) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.expiries = expiries;
        this.rollback = rollback;
    }

    CreateTransferResult create(TransferWords t) {
        CreateTransferResult fields = checkFields(t);
        if (fields != OK) {
            return fields;
        }
        int pendingRow = transfers.find(t.pendingId());
        if (pendingRow < 0) {
            return PENDING_TRANSFER_NOT_FOUND;
        }
        TransferWords p = transfers.get(pendingRow);
        CreateTransferResult match = checkMatch(t, p);
        if (match != OK) {
            return match;
        }
        U128 amount = resolvedAmount(t, p);
        CreateTransferResult status = checkStatus(t, p, transfers.status(pendingRow));
        if (status != OK) {
            return status;
        }
        if (t.has(TransferWords.IMPORTED)
                && Creation.regresses(t.timestamp(), transfers.rows(), accounts.rows())) {
            return IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS;
        }
        int debitRow = accounts.find(p.debitAccountId());
        int creditRow = accounts.find(p.creditAccountId());
        // A void is the only movement that a closed account lets through.
        if (t.has(TransferWords.POST)) {
            if (accounts.get(debitRow).has(AccountWords.CLOSED)) {
                return DEBIT_ACCOUNT_ALREADY_CLOSED;
            }
            if (accounts.get(creditRow).has(AccountWords.CLOSED)) {
                return CREDIT_ACCOUNT_ALREADY_CLOSED;
            }
        }
        inherit(t, p, amount);
        store(t, pendingRow, debitRow, creditRow);
        return OK;
    }

    static CreateTransferResult checkFields(TransferWords t) {
        if (t.has(TransferWords.POST) && t.has(TransferWords.VOID)) {
            return FLAGS_ARE_MUTUALLY_EXCLUSIVE;
        }
        if (t.has(FORBIDDEN_BESIDE)) {
            return FLAGS_ARE_MUTUALLY_EXCLUSIVE;
        }
        if (t.pendingId().isZero()) {
            return PENDING_ID_MUST_NOT_BE_ZERO;
        }
        if (t.pendingId().isMax()) {
            return PENDING_ID_MUST_NOT_BE_INT_MAX;
        }
        if (t.pendingId().equals(t.id())) {
            return PENDING_ID_MUST_BE_DIFFERENT;
        }
        return t.timeout() != 0 ? TIMEOUT_RESERVED_FOR_PENDING_TRANSFER : OK;
    }

    static CreateTransferResult checkMatch(TransferWords t, TransferWords p) {
        if (!p.has(TransferWords.PENDING)) {
            return PENDING_TRANSFER_NOT_PENDING;
        }
        if (!t.debitAccountId().isZero() && !t.debitAccountId().equals(p.debitAccountId())) {
            return PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID;
        }
        if (!t.creditAccountId().isZero() && !t.creditAccountId().equals(p.creditAccountId())) {
            return PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID;
        }
        if (t.ledger() != 0 && t.ledger() != p.ledger()) {
            return PENDING_TRANSFER_HAS_DIFFERENT_LEDGER;
        }
        if (t.code() != 0 && t.code() != p.code()) {
            return PENDING_TRANSFER_HAS_DIFFERENT_CODE;
        }
        int amount = resolvedAmount(t, p).compareTo(p.amount());
        if (amount > 0) {
            return EXCEEDS_PENDING_TRANSFER_AMOUNT;
        }
        return t.has(TransferWords.VOID) && amount < 0 ? PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT : OK;
    }

    /** "Everything" is zero in a void and the largest number in a post. */
    private static U128 resolvedAmount(TransferWords t, TransferWords p) {
        boolean everything = t.has(TransferWords.VOID) ? t.amount().isZero() : t.amount().isMax();
        return everything ? p.amount() : t.amount();
    }

    private static CreateTransferResult checkStatus(
            TransferWords t, TransferWords p, TransferTable.Status status) {
        return switch (status) {
            case NOT_PENDING -> throw new IllegalStateException("not a pending transfer");
            case POSTED -> PENDING_TRANSFER_ALREADY_POSTED;
            case VOIDED -> PENDING_TRANSFER_ALREADY_VOIDED;
            case EXPIRED -> PENDING_TRANSFER_EXPIRED;
            // It may be due before the sweep has been.
            case PENDING ->
                    p.expires() && p.expiresAt() <= t.timestamp() ? PENDING_TRANSFER_EXPIRED : OK;
        };
    }

    /** Completes the row that is stored with what it takes over from the pending transfer. */
    private static void inherit(TransferWords t, TransferWords p, U128 amount) {
        t.debitAccountId(p.debitAccountId());
        t.creditAccountId(p.creditAccountId());
        t.amount(amount);
        t.ledgerAndCode(p.ledger(), p.code());
        if (t.userData128().isZero()) {
            t.userData128(p.userData128());
        }
        if (t.userData64() == 0) {
            t.userData64(p.userData64());
        }
        if (t.userData32() == 0) {
            t.userData32(p.userData32());
        }
    }

    private void store(TransferWords t, int pendingRow, int debitRow, int creditRow) {
        TransferWords p = transfers.get(pendingRow);
        rollback.keep(debitRow);
        rollback.keep(creditRow);
        rollback.keepPending(pendingRow);
        boolean posts = t.has(TransferWords.POST);
        AccountWords debit = accounts.change(debitRow);
        AccountWords credit = accounts.change(creditRow);
        debit.debitsPending(debit.debitsPending().minus(p.amount()));
        credit.creditsPending(credit.creditsPending().minus(p.amount()));
        if (posts) {
            debit.debitsPosted(debit.debitsPosted().plus(t.amount()));
            credit.creditsPosted(credit.creditsPosted().plus(t.amount()));
        } else {
            reopen(p, debit, credit);
        }
        transfers.status(
                pendingRow, posts ? TransferTable.Status.POSTED : TransferTable.Status.VOIDED);
        if (p.expires()) {
            expiries.resolved(p.expiresAt());
        }
        int row = transfers.add(t);
        accounts.addTransfer(debitRow, row, true);
        accounts.addTransfer(creditRow, row, false);
    }

    /** A closing transfer that is voided or expires opens its accounts again. */
    static void reopen(TransferWords pending, AccountWords debit, AccountWords credit) {
        if (pending.has(TransferWords.CLOSING_DEBIT)) {
            debit.closed(false);
        }
        if (pending.has(TransferWords.CLOSING_CREDIT)) {
            credit.closed(false);
        }
    }
}
