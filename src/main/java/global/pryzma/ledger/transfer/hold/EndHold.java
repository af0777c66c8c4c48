package global.pryzma.ledger.transfer.hold;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.References;
import global.pryzma.ledger.transfer.TransferSnapshot;
import global.pryzma.ledger.transfer.Transfers;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** The end of a hold: its money is moved, or given back. */
@Singleton
final class EndHold {
    private static final Problem NOT_FOUND =
            Problem.of(ProblemCode.NOT_FOUND, "there is no hold with this id");

    private final IdempotencyEngine engine;
    private final PostHoldMutation post;
    private final VoidHoldMutation giveBack;
    private final Transfers transfers;
    private final ControlAccounts controlAccounts;
    private final References references;

    EndHold(
            IdempotencyEngine engine,
            PostHoldMutation post,
            VoidHoldMutation giveBack,
            Transfers transfers,
            ControlAccounts controlAccounts,
            References references) {
        this.engine = engine;
        this.post = post;
        this.giveBack = giveBack;
        this.transfers = transfers;
        this.controlAccounts = controlAccounts;
        this.references = references;
    }

    /** All of it is moved, or the amount that is asked for, and the rest is given back. */
    Answer byPost(UUID holdId, JsonBody json, MutationRequest request) {
        Amount amount = json.optionalAmount("amount").orElse(null);
        Wording words = Wording.of(json);
        json.done();
        return end(post, holdId, amount, words, request);
    }

    /** All of it is given back. */
    Answer byVoid(UUID holdId, JsonBody json, MutationRequest request) {
        Wording words = Wording.of(json);
        json.done();
        return end(giveBack, holdId, null, words, request);
    }

    private Answer end(
            EndHoldMutation mutation,
            UUID holdId,
            @Nullable Amount amount,
            Wording words,
            MutationRequest request) {
        return engine.execute(
                mutation,
                EndHoldCommand.content(holdId, amount, words),
                () ->
                        references.unlessInUse(
                                words, request, () -> prepared(holdId, amount, words, request)),
                request);
    }

    private Prepared<EndHoldCommand> prepared(
            UUID holdId, @Nullable Amount amount, Wording words, MutationRequest request) {
        return Prepared.of(
                transfers
                        .find(holdId, request.call())
                        .filter(TransferSnapshot::isHold)
                        .map(hold -> command(hold, amount, words, request.call())),
                NOT_FOUND);
    }

    /** Whether the hold is open still is for the ledger to say. */
    private EndHoldCommand command(
            TransferSnapshot hold, @Nullable Amount amount, Wording words, LedgerCall call) {
        // A marker between accounts that are not there would be a dead id: the hold could never be
        // ended.
        controlAccounts.ensure(hold.row().transfer().ledger(), call);
        return new EndHoldCommand(HeldTransfer.of(hold), amount, words);
    }
}
