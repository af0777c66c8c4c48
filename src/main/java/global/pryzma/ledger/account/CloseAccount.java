package global.pryzma.ledger.account;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerCall;

import jakarta.inject.Singleton;

import java.util.UUID;

/** The closing of an account, for good. */
@Singleton
final class CloseAccount {
    private final IdempotencyEngine engine;
    private final CloseAccountMutation mutation;
    private final ReadAccounts readAccounts;
    private final ControlAccounts controlAccounts;

    CloseAccount(
            IdempotencyEngine engine,
            CloseAccountMutation mutation,
            ReadAccounts readAccounts,
            ControlAccounts controlAccounts) {
        this.engine = engine;
        this.mutation = mutation;
        this.readAccounts = readAccounts;
        this.controlAccounts = controlAccounts;
    }

    Answer from(UUID accountId, MutationRequest request) {
        return engine.execute(
                mutation,
                CloseAccountCommand.content(accountId),
                () ->
                        Prepared.of(
                                readAccounts
                                        .find(accountId, request.call())
                                        .map(before -> command(before, request.call())),
                                ReadAccounts.NOT_FOUND),
                request);
    }

    private CloseAccountCommand command(AccountSnapshot before, LedgerCall call) {
        controlAccounts.ensure(before.ledgerNumber(), call);
        return new CloseAccountCommand(before);
    }
}
