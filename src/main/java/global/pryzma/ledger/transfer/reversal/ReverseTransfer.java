package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerId;
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

/**
 * The reversal of a transfer, or of a part of it.
 *
 * <p>Whether there is enough left of it is for the ledger to say, and not for a look at what there
 * is: a repeated request that was carried out would find too little.
 */
@Singleton
final class ReverseTransfer {
    private static final Problem NOT_FOUND =
            Problem.of(ProblemCode.NOT_FOUND, "there is no such transfer");

    private final IdempotencyEngine engine;
    private final ReverseTransferMutation mutation;
    private final Transfers transfers;
    private final Remainders remainders;
    private final References references;

    ReverseTransfer(
            IdempotencyEngine engine,
            ReverseTransferMutation mutation,
            Transfers transfers,
            Remainders remainders,
            References references) {
        this.engine = engine;
        this.mutation = mutation;
        this.transfers = transfers;
        this.remainders = remainders;
        this.references = references;
    }

    Answer from(UUID originalId, JsonBody json, MutationRequest request) {
        Amount amount = json.optionalAmount("amount").orElse(null);
        Wording words = Wording.of(json);
        json.done();
        return engine.execute(
                mutation,
                ReverseTransferCommand.content(originalId, amount, words),
                () ->
                        references.unlessInUse(
                                words, request, () -> prepared(originalId, amount, words, request)),
                request);
    }

    private Prepared<ReverseTransferCommand> prepared(
            UUID originalId, @Nullable Amount amount, Wording words, MutationRequest request) {
        TransferSnapshot original = transfers.find(originalId, request.call()).orElse(null);
        if (original == null) {
            return new Prepared.Refused<>(NOT_FOUND);
        }
        if (!original.isReversible()) {
            return refused(obstacle(original));
        }
        Remainder left = remainders.of(original, request.call());
        return amount != null && amount.compareTo(original.moved()) > 0
                ? refused(left.tooLittle())
                : new Prepared.Ready<>(
                        new ReverseTransferCommand(ReversedTransfer.of(original), amount, words));
    }

    private static Prepared<ReverseTransferCommand> refused(String detail) {
        return new Prepared.Refused<>(Problem.of(ProblemCode.CONFLICT, detail));
    }

    /** None of these can change into something that was carried out, but the first. */
    private static String obstacle(TransferSnapshot transfer) {
        LedgerId hold = transfer.row().transfer().pendingId();
        return switch (transfer.status()) {
            case PENDING -> "it is a hold that nobody has posted: a void gives the money back";
            case EXPIRED -> "it is a hold that has expired: nothing was moved";
            case VOIDED ->
                    transfer.isResolution()
                            ? "it is the void of hold " + hold + ": nothing was moved"
                            : "it is a hold that was voided: nothing was moved";
            case POSTED ->
                    transfer.isResolution()
                            ? "it has posted hold " + hold + ": reverse that one"
                            : transfer.reverses().isNone()
                                    ? "it is a part of something that is reversed as a whole"
                                    : "it is itself a reversal, of transfer " + transfer.reverses();
        };
    }
}
