package global.pryzma.ledger.transfer;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The move of money from one account to another. */
@Singleton
final class CreateTransfer {
    private static final int DESCRIPTION_MAX = 500;
    private static final int REFERENCE_MAX = 255;

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
        Optional<String> description = json.optionalText("description", DESCRIPTION_MAX);
        Optional<String> reference = json.optionalText("reference", REFERENCE_MAX);
        Map<String, String> metadata = json.optionalTextMap("metadata");
        json.done();

        Map<UUID, AccountFacts> found =
                accounts.find(
                        new LedgerCall(request.organisation(), request.deadline()),
                        List.of(debitId, creditId));
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
                        description.orElse(null),
                        reference.orElse(null),
                        metadata),
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
