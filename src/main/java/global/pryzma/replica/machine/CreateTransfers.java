package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import global.pryzma.replica.protocol.U128;

/** The checks of create_transfers in their order ({@code state_machine.zig}, create_transfer). */
final class CreateTransfers extends Creation<TransferWords> {
    private final AccountTable accounts;
    private final TransferTable transfers;
    private final IdSet failedIds;
    private final Rollback rollback;
    private final PostOrVoid postOrVoid;
    private final TransferExists exists;

    CreateTransfers(
            AccountTable accounts,
            TransferTable transfers,
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
                TransferWords.IMPORTED);
        this.accounts = accounts;
        this.transfers = transfers;
        this.failedIds = failedIds;
        this.rollback = rollback;
        this.postOrVoid = new PostOrVoid(accounts, transfers, expiries, rollback);
        this.exists = new TransferExists(transfers);
    }

    @Override
    TransferWords event(long[] words, int at) {
        return new TransferWords(words, at);
    }

    @Override
    void failed(TransferWords event, CreateResult result) {
        if (((CreateTransferResult) result).isTransient()) {
            failedIds.add(event.id());
        }
    }

    @Override
    CreateTransferResult create(TransferWords t) {
        if (t.has(TransferWords.RESERVED_FLAGS)) {
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

    private CreateTransferResult createOrdinary(TransferWords t) {
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
        AccountWords debit = accounts.get(debitRow);
        AccountWords credit = accounts.get(creditRow);
        CreateTransferResult state = checkAccounts(t, debit, credit);
        if (state != OK) {
            return state;
        }
        U128 amount = MovedAmount.of(t, debit, credit);
        CreateTransferResult limits = MovedAmount.check(t, amount, debit, credit);
        if (limits != OK) {
            return limits;
        }
        t.amount(amount);
        store(t, debitRow, creditRow);
        return OK;
    }

    private static CreateTransferResult checkFields(TransferWords t) {
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
        if (!t.has(TransferWords.PENDING)) {
            if (t.timeout() != 0) {
                return TIMEOUT_RESERVED_FOR_PENDING_TRANSFER;
            }
            if (t.has(TransferWords.CLOSING_DEBIT | TransferWords.CLOSING_CREDIT)) {
                return CLOSING_TRANSFER_MUST_BE_PENDING;
            }
        }
        if (t.ledger() == 0) {
            return LEDGER_MUST_NOT_BE_ZERO;
        }
        return t.code() == 0 ? CODE_MUST_NOT_BE_ZERO : OK;
    }

    private CreateTransferResult checkAccounts(
            TransferWords t, AccountWords debit, AccountWords credit) {
        if (debit.ledger() != credit.ledger()) {
            return ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER;
        }
        if (t.ledger() != debit.ledger()) {
            return TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS;
        }
        if (t.has(TransferWords.IMPORTED)) {
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
        if (debit.has(AccountWords.CLOSED)) {
            return DEBIT_ACCOUNT_ALREADY_CLOSED;
        }
        return credit.has(AccountWords.CLOSED) ? CREDIT_ACCOUNT_ALREADY_CLOSED : OK;
    }

    private void store(TransferWords t, int debitRow, int creditRow) {
        rollback.keep(debitRow);
        rollback.keep(creditRow);
        AccountWords debit = accounts.change(debitRow);
        AccountWords credit = accounts.change(creditRow);
        if (t.has(TransferWords.PENDING)) {
            debit.debitsPending(debit.debitsPending().plus(t.amount()));
            credit.creditsPending(credit.creditsPending().plus(t.amount()));
        } else {
            debit.debitsPosted(debit.debitsPosted().plus(t.amount()));
            credit.creditsPosted(credit.creditsPosted().plus(t.amount()));
        }
        if (t.has(TransferWords.CLOSING_DEBIT)) {
            debit.closed(true);
        }
        if (t.has(TransferWords.CLOSING_CREDIT)) {
            credit.closed(true);
        }
        int row = transfers.add(t);
        accounts.addTransfer(debitRow, row, true);
        accounts.addTransfer(creditRow, row, false);
        if (t.expires()) {
            rollback.expires(row);
        }
    }
}
