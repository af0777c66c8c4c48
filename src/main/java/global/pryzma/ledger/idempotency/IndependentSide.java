package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.plan.Plan.IndependentTransfers;
import global.pryzma.ledger.idempotency.plan.SameRows;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferResult;

import java.util.List;
import java.util.Optional;

/**
 * Many independent transfers behind an anchor. The anchor is sent alone, and no other transfer
 * before it was answered: so the anchor's id decides, by one lookup or one fence, whether any of
 * them can have been executed. Whoever finds it executed settles the others one by one.
 */
final class IndependentSide<C extends Command> implements LedgerSide {
    private final PlannedWork<C> work;
    private final IndependentTransfersMutation<C> mutation;
    private final IndependentTransfers planned;
    private final Ledger ledger;

    IndependentSide(
            PlannedWork<C> work,
            IndependentTransfersMutation<C> mutation,
            IndependentTransfers planned,
            Ledger ledger) {
        this.work = work;
        this.mutation = mutation;
        this.planned = planned;
        this.ledger = ledger;
    }

    /** What the ledger has of the anchor. */
    private sealed interface Anchor {
        /**
         * @param plan of the version whose anchor it is, and which the other transfers are of
         */
        record There(IndependentTransfers plan, LedgerTransfer row) implements Anchor {}

        record Missing() implements Anchor {}

        /** It can't be told, or nothing of this plan can ever be executed. */
        record Ended(Verdict verdict) implements Anchor {}
    }

    @Override
    public Verdict apply(LedgerCall call) {
        return switch (submitAnchor(call)) {
            case Anchor.There(IndependentTransfers plan, LedgerTransfer anchor) ->
                    submit(plan, anchor, call);
            case Anchor.Missing() -> Verdict.unanswered();
            case Anchor.Ended(Verdict verdict) -> verdict;
        };
    }

    /** An answer that comes late is found by the retry, or by the resolver. */
    private Anchor submitAnchor(LedgerCall call) {
        return switch (ledger.createTransfers(List.of(planned.anchor()), call)) {
            case Submission.Answered(List<EventResult> results) ->
                    results.getFirst().created()
                            ? new Anchor.There(
                                    planned,
                                    new LedgerTransfer(
                                            planned.anchor(), results.getFirst().timestamp()))
                            : notCreated(results, call);
            case Submission.InDoubt _ -> new Anchor.Ended(Verdict.unanswered());
            case Submission.Unavailable() ->
                    new Anchor.Ended(new Verdict.NotAttempted(Verdict.OUT_OF_REACH));
            case Submission.Overloaded() ->
                    new Anchor.Ended(new Verdict.NotAttempted(Verdict.OVERLOADED));
            case Submission.TooLarge(int maxEvents) ->
                    new Anchor.Ended(LedgerSide.tooLarge(work, maxEvents));
        };
    }

    private Anchor notCreated(List<EventResult> results, LedgerCall call) {
        Optional<TransferResult> result = TransferResult.of(results.getFirst().code());
        if (result.isEmpty()) {
            return unexpected(results, result);
        }
        return switch (result.get().finality()) {
            case EXISTS, DIFFERENT -> lookUpAnchor(call);
            // By a fence: the key was cancelled.
            case FAILED_EARLIER ->
                    new Anchor.Ended(
                            LedgerSide.failedEarlier(
                                    ledger, planned.anchor().id(), call, Verdict::cancelled));
            // Nothing can refuse an anchor.
            case TOMBSTONED, FENCE_FIRST, CHAIN_FAILED -> unexpected(results, result);
        };
    }

    private Anchor unexpected(List<EventResult> results, Optional<TransferResult> result) {
        return new Anchor.Ended(
                LedgerSide.unexpected(work, results, result.map(TransferResult::rule)));
    }

    private Anchor lookUpAnchor(LedgerCall call) {
        List<LedgerId> id = List.of(planned.anchor().id());
        return switch (ledger.lookupTransfers(id, call)) {
            case Reading.Answered<List<LedgerTransfer>>(List<LedgerTransfer> rows) ->
                    rows.isEmpty() ? new Anchor.Missing() : compared(rows.getFirst());
            case Reading.Unavailable<List<LedgerTransfer>>() ->
                    new Anchor.Ended(Verdict.unanswered());
            case Reading.Overloaded<List<LedgerTransfer>>() ->
                    new Anchor.Ended(Verdict.overloaded());
        };
    }

    private Anchor compared(LedgerTransfer row) {
        if (!LedgerSide.begins(mutation, row.transfer())) {
            return new Anchor.Ended(new Verdict.Reused());
        }
        try {
            return work.planOfVersion(row.transfer().userData32())
                                    instanceof IndependentTransfers then
                            && SameRows.transfer(then.anchor(), row)
                    ? new Anchor.There(then, row)
                    : new Anchor.Ended(new Verdict.Reused());
        } catch (IllegalArgumentException unknownVersion) {
            return new Anchor.Ended(LedgerSide.ofAnotherVersion(work, row.transfer().userData32()));
        }
    }

    private Verdict submit(IndependentTransfers plan, LedgerTransfer anchor, LedgerCall call) {
        IndependentItems items = items(plan);
        return settled(items.submit(call), anchor, items, call);
    }

    /** Settles what the first step has left open, unless that has ended it. */
    private Verdict settled(
            Optional<Verdict> end, LedgerTransfer anchor, IndependentItems items, LedgerCall call) {
        return end.or(() -> items.fence(call))
                .or(() -> items.readExecuted(call))
                .orElseGet(() -> succeeded(anchor, items));
    }

    /** Empty as well while some are missing: they may be on their way. */
    @Override
    public Optional<Verdict> lookUp(LedgerCall call) {
        return switch (lookUpAnchor(call)) {
            case Anchor.There(IndependentTransfers plan, LedgerTransfer anchor) -> {
                IndependentItems items = items(plan);
                yield items.lookUpAll(call)
                        .or(() ->
                                items.areAllKnown()
                                        ? Optional.of(succeeded(anchor, items))
                                        : Optional.empty());
            }
            case Anchor.Missing() -> Optional.empty();
            case Anchor.Ended(Verdict verdict) -> Optional.of(verdict);
        };
    }

    @Override
    public Verdict prevent(LedgerCall call) {
        return LedgerSide.prevented(
                ledger, planned.anchor().id(), call, Verdict::cancelled, () -> preventItems(call));
    }

    private Verdict preventItems(LedgerCall call) {
        return switch (lookUpAnchor(call)) {
            case Anchor.There(IndependentTransfers plan, LedgerTransfer anchor) -> {
                IndependentItems items = items(plan);
                yield settled(items.lookUpAll(call), anchor, items, call);
            }
            case Anchor.Missing() -> Verdict.unanswered();
            case Anchor.Ended(Verdict verdict) -> verdict;
        };
    }

    private IndependentItems items(IndependentTransfers plan) {
        return new IndependentItems(work, plan.items(), ledger);
    }

    private Verdict succeeded(LedgerTransfer anchor, IndependentItems items) {
        return new Verdict.Succeeded(
                mutation.conclude(work.command(), work.identity(), anchor, items.outcomes()));
    }
}
