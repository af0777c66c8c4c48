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
import global.pryzma.ledger.problem.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One transfer, or one linked chain of them. */
final class ChainSide<C extends Command> implements LedgerSide {
    private final PlannedWork<C> work;
    private final ChainMutation<C> mutation;
    private final List<TransferFields> planned;
    private final Ledger ledger;

    ChainSide(
            PlannedWork<C> work,
            ChainMutation<C> mutation,
            List<TransferFields> planned,
            Ledger ledger) {
        this.work = work;
        this.mutation = mutation;
        this.planned = planned;
        this.ledger = ledger;
    }

    @Override
    public Verdict apply(LedgerCall call) {
        return LedgerSide.submitted(
                ledger.createTransfers(planned, call),
                call,
                this::read,
                maxEvents -> tooLarge(maxEvents, call));
    }

    /** How much a message holds may change, as what an earlier try was told did. */
    private Verdict tooLarge(int maxEvents, LedgerCall call) {
        return LedgerSide.prevented(
                ledger,
                first(),
                call,
                () -> new Verdict.Rejected(mutation.tooLarge(maxEvents)),
                () -> executed(call));
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
        return refused(culprit.get(), call);
    }

    private Verdict refused(Culprit<TransferResult> culprit, LedgerCall call) {
        if (culprit.index() > 0) {
            // Whatever became of that id, nothing stood in the way of the first.
            return fenced(culprit, call);
        }
        return switch (culprit.result().finality()) {
            case EXISTS, DIFFERENT -> executed(call);
            case TOMBSTONED -> rejected(culprit, call);
            case FAILED_EARLIER ->
                    LedgerSide.failedEarlier(ledger, first(), call, () -> rejected(culprit, call));
            case FENCE_FIRST, CHAIN_FAILED -> fenced(culprit, call);
        };
    }

    private Verdict fenced(Culprit<TransferResult> culprit, LedgerCall call) {
        return LedgerSide.prevented(
                ledger, first(), call, () -> rejected(culprit, call), () -> executed(call));
    }

    private Verdict created(List<EventResult> results, LedgerCall call) {
        if (!planned.stream().allMatch(SameRows::isStoredAsSubmitted)) {
            return executed(call);
        }
        List<LedgerTransfer> rows = new ArrayList<>(planned.size());
        for (int i = 0; i < planned.size(); i++) {
            rows.add(new LedgerTransfer(planned.get(i), results.get(i).timestamp()));
        }
        return new Verdict.Succeeded(conclude(rows));
    }

    @Override
    public Optional<Verdict> lookUp(LedgerCall call) {
        List<LedgerId> ids = planned.stream().map(TransferFields::id).toList();
        return LedgerSide.found(ledger.lookupTransfers(ids, call), this::compared);
    }

    private Optional<Verdict> compared(List<LedgerTransfer> rows) {
        // The others' ids may be of something that is not this key's alone.
        if (rows.isEmpty() || !rows.getFirst().transfer().id().equals(first())) {
            return Optional.empty();
        }
        if (!LedgerSide.begins(mutation, rows.getFirst().transfer())) {
            return Optional.of(new Verdict.Reused());
        }
        return Optional.of(
                LedgerSide.compared(
                        work,
                        rows.getFirst().transfer().userData32(),
                        plan ->
                                plan instanceof Plan.Chain(var then)
                                        && SameRows.transfers(then, rows),
                        () -> conclude(rows)));
    }

    @Override
    public Verdict prevent(LedgerCall call) {
        return LedgerSide.prevented(
                ledger, first(), call, Verdict::cancelled, () -> executed(call));
    }

    private Verdict executed(LedgerCall call) {
        return lookUp(call).orElseGet(Verdict::unanswered);
    }

    private LedgerId first() {
        return planned.getFirst().id();
    }

    private Verdict rejected(Culprit<TransferResult> culprit, LedgerCall call) {
        return new Verdict.Rejected(rejection(mutation, work.command(), culprit, ledger, call));
    }

    /** What a caller is told of it; with balances, if they can be read. */
    static <C extends Command> Problem rejection(
            ChainMutation<C> mutation,
            C command,
            Culprit<TransferResult> culprit,
            Ledger ledger,
            LedgerCall call) {
        List<LedgerId> ids = mutation.toldOf(command, culprit.index(), culprit.result());
        List<LedgerAccount> told =
                !ids.isEmpty()
                                && ledger.lookupAccounts(ids, call)
                                        instanceof
                                        Reading.Answered<List<LedgerAccount>>(var accounts)
                        ? accounts
                        : List.of();
        return mutation.rejection(command, culprit.index(), culprit.result(), told);
    }

    private Conclusion conclude(List<LedgerTransfer> rows) {
        return mutation.conclude(work.command(), work.identity(), rows);
    }
}
