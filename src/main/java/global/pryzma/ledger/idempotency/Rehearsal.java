package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transfers that the ledger judges as one chain, and takes back: behind them, in the same chain,
 * stands one from an account to itself, which it always refuses. If that one is the culprit, all
 * the others would have been executed.
 *
 * <p>Every id is made up for the one submission, whatever it is in the plan: a rule may kill the id
 * of the transfer that breaks it, and the marker of a hold, whose id follows from the hold's, would
 * be gone for ever, and the hold could never be ended. Such a dead id, which nobody will ever use,
 * is all that a refusal leaves in the ledger; what passes leaves nothing.
 */
final class Rehearsal {
    /** More than once only if the ledger's answer to a submission was lost. */
    private static final int TRIES = 3;

    private final Ledger ledger;
    private final LedgerCall call;

    Rehearsal(Ledger ledger, LedgerCall call) {
        this.ledger = ledger;
        this.call = call;
    }

    /** What the ledger says of them. */
    sealed interface Judgement {
        /** All of them would be executed. */
        record Passed() implements Judgement {}

        /** None of them would, because of this one. */
        record Broken(Culprit<TransferResult> culprit) implements Judgement {}

        /** With the one that is refused they are more than the ledger takes at once. */
        record TooMany(int maxEvents) implements Judgement {}

        /** It has not said. */
        record Unknown(Problem problem) implements Judgement {}
    }

    /** Has them judged in this order. Of none it says whether the ledger answers. */
    Judgement judge(List<TransferFields> transfers) {
        for (int i = 0; i < TRIES; i++) {
            Judgement judgement = submit(transfers);
            if (!isOfEarlierAttempt(judgement)) {
                return judgement;
            }
        }
        return new Judgement.Unknown(Verdict.UNANSWERED);
    }

    /** The gateway sends again what was not answered: then the first attempt has killed the id. */
    private static boolean isOfEarlierAttempt(Judgement judgement) {
        return judgement instanceof Judgement.Broken(var culprit)
                && culprit.result() == TransferResult.ID_ALREADY_FAILED;
    }

    private Judgement submit(List<TransferFields> transfers) {
        if (transfers.size() >= ledger.maxEvents()) {
            return new Judgement.TooMany(ledger.maxEvents());
        }
        return switch (ledger.createTransfers(chain(transfers), call)) {
            case Submission.Answered(List<EventResult> results) -> read(results);
            // It may still be judged; nothing comes of it either way.
            case Submission.InDoubt _ -> new Judgement.Unknown(Verdict.UNANSWERED);
            case Submission.Unavailable() -> new Judgement.Unknown(Verdict.OUT_OF_REACH);
            case Submission.Overloaded() -> new Judgement.Unknown(Verdict.OVERLOADED);
            case Submission.TooLarge(int maxEvents) -> new Judgement.TooMany(maxEvents);
        };
    }

    private static Judgement read(List<EventResult> results) {
        Optional<Culprit<TransferResult>> culprit =
                Culprit.of(results, TransferResult::of, TransferResult::finality);
        if (culprit.isEmpty()) {
            throw new IllegalStateException("a chain that can't be executed: " + results);
        }
        return culprit.get().index() < results.size() - 1
                ? new Judgement.Broken(culprit.get())
                : new Judgement.Passed();
    }

    private List<TransferFields> chain(List<TransferFields> transfers) {
        DerivedIds ids = DerivedIds.of(call.organisation(), IdempotencyKey.madeUp());
        Map<LedgerId, LedgerId> madeUp = new HashMap<>();
        List<TransferFields> chain = new ArrayList<>(transfers.size() + 1);
        for (TransferFields transfer : transfers) {
            LedgerId id = ids.id(chain.size());
            madeUp.put(transfer.id(), id);
            chain.add(link(transfer, id, madeUp));
        }
        chain.add(impossible(ids.id(chain.size())));
        return chain;
    }

    /** The same transfer by another id, and by that of the one before it that it names. */
    private static TransferFields link(
            TransferFields transfer, LedgerId id, Map<LedgerId, LedgerId> madeUp) {
        return new TransferFields(
                id,
                transfer.debitAccountId(),
                transfer.creditAccountId(),
                transfer.amount(),
                madeUp.getOrDefault(transfer.pendingId(), transfer.pendingId()),
                transfer.userData128(),
                transfer.userData64(),
                transfer.userData32(),
                transfer.timeoutSeconds(),
                transfer.ledger(),
                transfer.code(),
                transfer.flags() | TransferFlags.LINKED);
    }

    /** That its accounts are one is looked at before anything else of them. */
    private static TransferFields impossible(LedgerId id) {
        return new TransferBuilder(id)
                .debit(id)
                .credit(id)
                .amount(Amount.ZERO)
                .ledger(GenesisAccount.LEDGER)
                .kind(TransferKind.TRANSFER)
                .build();
    }
}
