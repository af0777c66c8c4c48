package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateAccountResult.*;

/** The checks of create_accounts in their order ({@code state_machine.zig}, create_account). */
final class CreateAccounts extends Creation<AccountRow> {
    private final Accounts accounts;
    private final Transfers transfers;

    CreateAccounts(Accounts accounts, Transfers transfers, Rollback rollback) {
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
                AccountRow.IMPORTED);
        this.accounts = accounts;
        this.transfers = transfers;
    }

    @Override
    AccountRow event(long[] words, int at) {
        return new AccountRow(words, at);
    }

    @Override
    void failed(AccountRow event, CreateResult result) {
        // No result of this operation depends on the moment, so that no id is burnt.
    }

    @Override
    CreateAccountResult create(AccountRow a) {
        if (a.reserved() != 0) {
            return RESERVED_FIELD;
        }
        if (a.has(AccountRow.RESERVED_FLAGS)) {
            return RESERVED_FLAG;
        }
        if (a.id().isZero()) {
            return ID_MUST_NOT_BE_ZERO;
        }
        if (a.id().isMax()) {
            return ID_MUST_NOT_BE_INT_MAX;
        }
        int existing = accounts.find(a.id());
        if (existing >= 0) {
            return exists(a, accounts.get(existing));
        }
        if (a.has(AccountRow.DEBITS_MUST_NOT_EXCEED_CREDITS)
                && a.has(AccountRow.CREDITS_MUST_NOT_EXCEED_DEBITS)) {
            return FLAGS_ARE_MUTUALLY_EXCLUSIVE;
        }
        if (!a.debitsPending().isZero()) {
            return DEBITS_PENDING_MUST_BE_ZERO;
        }
        if (!a.debitsPosted().isZero()) {
            return DEBITS_POSTED_MUST_BE_ZERO;
        }
        if (!a.creditsPending().isZero()) {
            return CREDITS_PENDING_MUST_BE_ZERO;
        }
        if (!a.creditsPosted().isZero()) {
            return CREDITS_POSTED_MUST_BE_ZERO;
        }
        if (a.ledger() == 0) {
            return LEDGER_MUST_NOT_BE_ZERO;
        }
        if (a.code() == 0) {
            return CODE_MUST_NOT_BE_ZERO;
        }
        if (a.has(AccountRow.IMPORTED)
                && regresses(a.timestamp(), accounts.rows(), transfers.rows())) {
            return IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS;
        }
        accounts.add(a);
        return OK;
    }

    /** The existing account's flags are today's: closing it has changed them. */
    private static CreateAccountResult exists(AccountRow a, AccountRow e) {
        if (a.flags() != e.flags()) {
            return EXISTS_WITH_DIFFERENT_FLAGS;
        }
        if (!a.userData128().equals(e.userData128())) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_128;
        }
        if (a.userData64() != e.userData64()) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_64;
        }
        if (a.userData32() != e.userData32()) {
            return EXISTS_WITH_DIFFERENT_USER_DATA_32;
        }
        if (a.ledger() != e.ledger()) {
            return EXISTS_WITH_DIFFERENT_LEDGER;
        }
        return a.code() != e.code() ? EXISTS_WITH_DIFFERENT_CODE : EXISTS;
    }
}
