package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.SameRows;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One transfer, or one linked chain of them. */
final class ChainSide<C extends Command> implements LedgerSide {
    private final PlannedWork<C> work;
    private final ChainMutation<C> mutation;
    private final List<TransferFields> planned;
    private final Ledger ledger;
    private final Fence fence;

    ChainSide(
            PlannedWork<C> work,
            ChainMutation<C> mutation,
            List<TransferFields> planned,
            Ledger ledger) {
        this.work = work;
        this.mutation = mutation;
        this.planned = planned;
        this.ledger = ledger;
        this.fence = new Fence(ledger);
    }

    @Override
    public Verdict apply(LedgerCall call) {
        return switch (ledger.createTransfers(planned, call)) {
            case Submission.Answered answered -> read(answered, call);
            case Submission.InDoubt(var late) ->
                    new Verdict.InDoubt(late.thenApply(answered -> then -> read(answered, then)));
            case Submission.Unavailable() -> Verdict.outOfReach();
            case Submission.Overloaded() -> Verdict.overloaded();
        };
    }

    private Verdict read(Submission.Answered answered, LedgerCall call) {
        List<EventResult> results = answered.results();
        if (results.stream().allMatch(EventResult::created)) {
            return created(results, call);
        }
        Optional<Culprit<TransferResult>> culprit =
                Culprit.of(results, TransferResult::of, TransferResult::finality);
        if (culprit.isEmpty()) {
            return LedgerSide.unexpected(work, results, Optional.empty());
        }
        return switch (culprit.get().result().finality()) {
            case EXISTS, DIFFERENT -> lookUp(call).orElseGet(Verdict::unanswered);
            case TOMBSTONED, STATIC, MONOTONE -> rejected(culprit.get());
            case FAILED_EARLIER -> failedEarlier(culprit.get(), call);
            case FENCE_FIRST, CHAIN_FAILED ->
                    switch (fence.raise(first(), call)) {
                        case DEAD, DEAD_BEFORE -> rejected(culprit.get());
                        case EXECUTED -> lookUp(call).orElseGet(Verdict::unanswered);
                        case UNKNOWN -> Verdict.unanswered();
                        case OVERLOADED -> Verdict.overloaded();
                    };
        };
    }

    private Verdict created(List<EventResult> results, LedgerCall call) {
        if (!planned.stream().allMatch(SameRows::isStoredAsSubmitted)) {
            return lookUp(call).orElseGet(Verdict::unanswered);
        }
        List<LedgerTransfer> rows = new ArrayList<>(planned.size());
        for (int i = 0; i < planned.size(); i++) {
            rows.add(new LedgerTransfer(planned.get(i), results.get(i).timestamp()));
        }
        return new Verdict.Succeeded(conclude(rows));
    }

    /**
     * The id is dead. Either the same plan failed before, or the key has opened an account, which
     * begins with such a fence: then the key is another request's, and this rejection is not to be
     * recorded under it.
     */
    private Verdict failedEarlier(Culprit<TransferResult> culprit, LedgerCall call) {
        return switch (ledger.lookupAccounts(List.of(first()), call)) {
            case Reading.Answered<List<LedgerAccount>>(List<LedgerAccount> rows) ->
                    rows.stream().allMatch(Fence::isFence)
                            ? rejected(culprit)
                            : new Verdict.Reused();
            case Reading.Unavailable<List<LedgerAccount>>() -> Verdict.unanswered();
            case Reading.Overloaded<List<LedgerAccount>>() -> Verdict.overloaded();
        };
    }

    @Override
    public Optional<Verdict> lookUp(LedgerCall call) {
        List<LedgerId> ids = planned.stream().map(TransferFields::id).toList();
        return switch (ledger.lookupTransfers(ids, call)) {
            case Reading.Answered<List<LedgerTransfer>>(List<LedgerTransfer> rows)
                    when rows.isEmpty() ->
                    Optional.empty();
            case Reading.Answered<List<LedgerTransfer>>(List<LedgerTransfer> rows) ->
                    Optional.of(
                            LedgerSide.compared(
                                    work,
                                    rows.getFirst().transfer().userData32(),
                                    plan ->
                                            plan instanceof Plan.Chain(var then)
                                                    && SameRows.transfers(then, rows),
                                    () -> conclude(rows)));
            case Reading.Unavailable<List<LedgerTransfer>>() -> Optional.of(Verdict.unanswered());
            case Reading.Overloaded<List<LedgerTransfer>>() -> Optional.of(Verdict.overloaded());
        };
    }

    @Override
    public Verdict prevent(LedgerCall call) {
        return switch (fence.raise(first(), call)) {
            case DEAD, DEAD_BEFORE -> Verdict.cancelled();
            case EXECUTED -> lookUp(call).orElseGet(Verdict::unanswered);
            case UNKNOWN -> Verdict.unanswered();
            case OVERLOADED -> Verdict.overloaded();
        };
    }

    private LedgerId first() {
        return planned.getFirst().id();
    }

    private Verdict rejected(Culprit<TransferResult> culprit) {
        return new Verdict.Rejected(mutation.rejection(culprit.index(), culprit.result()));
    }

    private Conclusion conclude(List<LedgerTransfer> rows) {
        return mutation.conclude(work.command(), work.identity(), rows);
    }
}
