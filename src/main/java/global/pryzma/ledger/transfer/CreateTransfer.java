package global.pryzma.ledger.transfer;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The move of money from one account to another. */
@Singleton
final class CreateTransfer {
    private final IdempotencyEngine engine;
    private final CreateTransferMutation mutation;
    private final Accounts accounts;

    CreateTransfer(IdempotencyEngine engine, CreateTransferMutation mutation, Accounts accounts) {
        this.engine = engine;
        this.mutation = mutation;
        this.accounts = accounts;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        UUID debitId = json.requiredUuid("debit_account_id");
        UUID creditId = json.requiredUuid("credit_account_id");
        Amount amount = json.requiredAmount("amount");
        json.check(!amount.isZero(), "amount", "must be at least \"1\"");
        Wording words = Wording.of(json);
        json.done();

        Map<UUID, AccountFacts> found = accounts.find(request.call(), List.of(debitId, creditId));
        AccountFacts debit = required(found.get(debitId), "debit_account_id");
        AccountFacts credit = required(found.get(creditId), "credit_account_id");
        // What the ledger would say as well. As these facts never change, it need not be asked,
        // and the key stays unused.
        if (debitId.equals(creditId)) {
            throw rejected(TransferResult.ACCOUNTS_MUST_BE_DIFFERENT);
        }
        if (debit.ledger().number() != credit.ledger().number()) {
            throw rejected(TransferResult.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER);
        }
        return engine.execute(
                mutation,
                new CreateTransferCommand(
                        debitId,
                        creditId,
                        amount,
                        debit.ledger().currency(),
                        debit.ledger().number(),
                        words),
                request);
    }

    private static AccountFacts required(@Nullable AccountFacts account, String field) {
        if (account == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND, "there is no account with the id in " + field);
        }
        return account;
    }

    private static ProblemException rejected(TransferResult rule) {
        return ProblemException.of(ProblemCode.TRANSFER_REJECTED, rule.rule());
    }
}
