package global.pryzma.ledger.transfer;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The move of money from one account to another, or the hold that comes before it. */
@Singleton
final class CreateTransfer {
    private final IdempotencyEngine engine;
    private final CreateTransferMutation mutation;
    private final Accounts accounts;
    private final References references;

    CreateTransfer(
            IdempotencyEngine engine,
            CreateTransferMutation mutation,
            Accounts accounts,
            References references) {
        this.engine = engine;
        this.mutation = mutation;
        this.accounts = accounts;
        this.references = references;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        AskedTransfer wanted = AskedTransfer.of(json);
        json.done();

        // What the ledger would say as well. As it can't be otherwise, it need not be asked, and
        // the key stays unused.
        if (wanted.debitAccountId().equals(wanted.creditAccountId())) {
            throw rejected(TransferResult.ACCOUNTS_MUST_BE_DIFFERENT);
        }
        Wording words = wanted.words();
        Map<UUID, AccountFacts> known = accounts.known(request.organisation(), wanted.accounts());
        // The claim finds out whose the reference is; a dry run makes none.
        boolean looksForReference = request.isDryRun() && words.reference() != null;
        return known.size() == wanted.accounts().size()
                        && areOfOneLedger(known.values())
                        && !looksForReference
                ? engine.execute(mutation, command(wanted, known), request)
                : engine.execute(
                        mutation,
                        wanted.write(CommandWriter.begin()).end(),
                        () ->
                                references.unlessInUse(
                                        words,
                                        request,
                                        () ->
                                                prepared(
                                                        wanted,
                                                        accounts.find(
                                                                request.call(),
                                                                wanted.accounts()))),
                        request);
    }

    /** What is refused for its accounts is so only if the key was not used before. */
    private static boolean areOfOneLedger(Collection<AccountFacts> accounts) {
        return accounts.stream().map(it -> it.ledger().number()).distinct().count() == 1;
    }

    private static Prepared<CreateTransferCommand> prepared(
            AskedTransfer wanted, Map<UUID, AccountFacts> found) {
        if (!found.containsKey(wanted.debitAccountId())) {
            return noAccount("debit_account_id");
        }
        return found.containsKey(wanted.creditAccountId())
                ? new Prepared.Ready<>(command(wanted, found))
                : noAccount("credit_account_id");
    }

    private static Prepared<CreateTransferCommand> noAccount(String field) {
        return new Prepared.Refused<>(
                Problem.of(ProblemCode.NOT_FOUND, "there is no account with the id in " + field));
    }

    /** Both accounts are there. */
    private static CreateTransferCommand command(
            AskedTransfer wanted, Map<UUID, AccountFacts> found) {
        LedgerNumber debit = Objects.requireNonNull(found.get(wanted.debitAccountId())).ledger();
        LedgerNumber credit = Objects.requireNonNull(found.get(wanted.creditAccountId())).ledger();
        if (debit.number() != credit.number()) {
            throw rejected(TransferResult.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER); // for ever, as above
        }
        return new CreateTransferCommand(
                wanted.debitAccountId(),
                wanted.creditAccountId(),
                wanted.amount(),
                wanted.hold(),
                debit.currency(),
                debit.number(),
                wanted.words());
    }

    private static ProblemException rejected(TransferResult rule) {
        return ProblemException.of(ProblemCode.TRANSFER_REJECTED, rule.rule());
    }
}
