package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import global.pryzma.replica.protocol.U128;

/** The checks of create_transfers in their order ({@code state_machine.zig}, create_transfer). */
final class CreateTransfers extends Creation<TransferRow> {
    private final Accounts accounts;
    private final Transfers transfers;
    private final IdSet failedIds;
    private final Rollback rollback;
    private final PostOrVoid postOrVoid;
    private final TransferExists exists;

    CreateTransfers(
            Accounts accounts,
            Transfers transfers,
            IdSet failedIds,
            ExpiryQueue expiries,
            Rollback rollback) {
        super(
                rollback,
                new SharedResults(
                        OK,
                        LINKED_EVENT_FAILED,
                        LINKED_EVENT_CHAIN_OPEN,
                        IMPORTED_EVENT_EXPECTED,
                        IMPORTED_EVENT_NOT_EXPECTED,
                        IMPORTED_EVENT_TIMESTAMP_OUT_OF_RANGE,
                        IMPORTED_EVENT_TIMESTAMP_MUST_NOT_ADVANCE,
                        TIMESTAMP_MUST_BE_ZERO),
                TransferRow.IMPORTED);
        this.accounts = accounts;
        this.transfers = transfers;
        this.failedIds = failedIds;
        this.rollback = rollback;
        this.postOrVoid = new PostOrVoid(accounts, transfers, expiries, rollback);
        this.exists = new TransferExists(transfers);
    }

    @Override
    TransferRow event(long[] words, int at) {
        return new TransferRow(words, at);
    }

    @Override
    void failed(TransferRow event, CreateResult result) {
        if (((CreateTransferResult) result).isTransient()) {
            failedIds.add(event.id());
        }
    }

    @Override
    CreateTransferResult create(TransferRow t) {
        if (t.has(TransferRow.RESERVED_FLAGS)) {
            return RESERVED_FLAG;
        }
        if (t.id().isZero()) {
            return ID_MUST_NOT_BE_ZERO;
        }
        if (t.id().isMax()) {
            return ID_MUST_NOT_BE_INT_MAX;
        }
        int existing = transfers.find(t.id());
        if (existing >= 0) {
            return exists.compare(t, transfers.get(existing));
        }
        if (failedIds.contains(t.id())) {
            return ID_ALREADY_FAILED;
        }
        return t.postsOrVoids() ? postOrVoid.create(t) : createOrdinary(t);
    }

    private CreateTransferResult createOrdinary(TransferRow t) {
        CreateTransferResult fields = checkFields(t);
        if (fields != OK) {
            return fields;
        }
        int debitRow = accounts.find(t.debitAccountId());
        if (debitRow < 0) {
            return DEBIT_ACCOUNT_NOT_FOUND;
        }
        int creditRow = accounts.find(t.creditAccountId());
        if (creditRow < 0) {
            return CREDIT_ACCOUNT_NOT_FOUND;
        }
        AccountRow debit = accounts.get(debitRow);
        AccountRow credit = accounts.get(creditRow);
        CreateTransferResult state = checkAccounts(t, debit, credit);
        if (state != OK) {
            return state;
        }
        U128 amount = balanced(t, debit, credit);
        CreateTransferResult limits = checkAmount(t, amount, debit, credit);
        if (limits != OK) {
            return limits;
        }
        t.amount(amount);
        store(t, debitRow, creditRow);
        return OK;
    }

    private static CreateTransferResult checkFields(TransferRow t) {
        if (t.debitAccountId().isZero()) {
            return DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO;
        }
        if (t.debitAccountId().isMax()) {
            return DEBIT_ACCOUNT_ID_MUST_NOT_BE_INT_MAX;
        }
        if (t.creditAccountId().isZero()) {
            return CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO;
        }
        if (t.creditAccountId().isMax()) {
            return CREDIT_ACCOUNT_ID_MUST_NOT_BE_INT_MAX;
        }
        if (t.creditAccountId().equals(t.debitAccountId())) {
            return ACCOUNTS_MUST_BE_DIFFERENT;
        }
        if (!t.pendingId().isZero()) {
            return PENDING_ID_MUST_BE_ZERO;
        }
        if (!t.has(TransferRow.PENDING)) {
            if (t.timeout() != 0) {
                return TIMEOUT_RESERVED_FOR_PENDING_TRANSFER;
            }
            if (t.has(TransferRow.CLOSING_DEBIT | TransferRow.CLOSING_CREDIT)) {
                return CLOSING_TRANSFER_MUST_BE_PENDING;
            }
        }
        if (t.ledger() == 0) {
            return LEDGER_MUST_NOT_BE_ZERO;
        }
        return t.code() == 0 ? CODE_MUST_NOT_BE_ZERO : OK;
    }

    private CreateTransferResult checkAccounts(TransferRow t, AccountRow debit, AccountRow credit) {
        if (debit.ledger() != credit.ledger()) {
            return ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER;
        }
        if (t.ledger() != debit.ledger()) {
            return TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS;
        }
        if (t.has(TransferRow.IMPORTED)) {
            if (regresses(t.timestamp(), transfers.rows(), accounts.rows())) {
                return IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS;
            }
            if (t.timestamp() <= debit.timestamp()) {
                return IMPORTED_EVENT_TIMESTAMP_MUST_POSTDATE_DEBIT_ACCOUNT;
            }
            if (t.timestamp() <= credit.timestamp()) {
                return IMPORTED_EVENT_TIMESTAMP_MUST_POSTDATE_CREDIT_ACCOUNT;
            }
            if (t.timeout() != 0) {
                return IMPORTED_EVENT_TIMEOUT_MUST_BE_ZERO;
            }
        }
        if (debit.has(AccountRow.CLOSED)) {
            return DEBIT_ACCOUNT_ALREADY_CLOSED;
        }
        return credit.has(AccountRow.CLOSED) ? CREDIT_ACCOUNT_ALREADY_CLOSED : OK;
    }

    /** The amount that really moves: a balancing transfer takes no more than there is. */
    private static U128 balanced(TransferRow t, AccountRow debit, AccountRow credit) {
        U128 amount = t.amount();
        if (t.has(TransferRow.BALANCING_DEBIT)) {
            amount = amount.min(debit.creditsPosted().minusOrZero(debit.debits()));
        }
        if (t.has(TransferRow.BALANCING_CREDIT)) {
            amount = amount.min(credit.debitsPosted().minusOrZero(credit.credits()));
        }
        return amount;
    }

    private static CreateTransferResult checkAmount(
            TransferRow t, U128 amount, AccountRow debit, AccountRow credit) {
        if (t.has(TransferRow.PENDING)) {
            if (amount.sumOverflows(debit.debitsPending())) {
                return OVERFLOWS_DEBITS_PENDING;
            }
            if (amount.sumOverflows(credit.creditsPending())) {
                return OVERFLOWS_CREDITS_PENDING;
            }
        }
        if (amount.sumOverflows(debit.debitsPosted())) {
            return OVERFLOWS_DEBITS_POSTED;
        }
        if (amount.sumOverflows(credit.creditsPosted())) {
            return OVERFLOWS_CREDITS_POSTED;
        }
        if (amount.sumOverflows(debit.debits())) {
            return OVERFLOWS_DEBITS;
        }
        if (amount.sumOverflows(credit.credits())) {
            return OVERFLOWS_CREDITS;
        }
        // Times end at 2^63 - 1, where a signed sum turns negative.
        if (t.expiresAt() < 0) {
            return OVERFLOWS_TIMEOUT;
        }
        if (debit.debitsWouldExceedCredits(amount)) {
            return EXCEEDS_CREDITS;
        }
        return credit.creditsWouldExceedDebits(amount) ? EXCEEDS_DEBITS : OK;
    }

    private void store(TransferRow t, int debitRow, int creditRow) {
        rollback.keep(debitRow);
        rollback.keep(creditRow);
        AccountRow debit = accounts.change(debitRow);
        AccountRow credit = accounts.change(creditRow);
        if (t.has(TransferRow.PENDING)) {
            debit.debitsPending(debit.debitsPending().plus(t.amount()));
            credit.creditsPending(credit.creditsPending().plus(t.amount()));
        } else {
            debit.debitsPosted(debit.debitsPosted().plus(t.amount()));
            credit.creditsPosted(credit.creditsPosted().plus(t.amount()));
        }
        if (t.has(TransferRow.CLOSING_DEBIT)) {
            debit.closed(true);
        }
        if (t.has(TransferRow.CLOSING_CREDIT)) {
            credit.closed(true);
        }
        int row = transfers.add(t);
        accounts.addTransfer(debitRow, row);
        accounts.addTransfer(creditRow, row);
        if (t.expires()) {
            rollback.expires(row);
        }
    }
}
