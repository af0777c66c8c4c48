package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.SameRows;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** New accounts, one linked chain. */
final class AccountsSide<C extends Command> implements LedgerSide {
    private final PlannedWork<C> work;
    private final AccountsMutation<C> mutation;
    private final List<AccountFields> planned;
    private final Ledger ledger;
    private final Fence fence;

    AccountsSide(
            PlannedWork<C> work,
            AccountsMutation<C> mutation,
            List<AccountFields> planned,
            Ledger ledger) {
        this.work = work;
        this.mutation = mutation;
        this.planned = planned;
        this.ledger = ledger;
        this.fence = new Fence(ledger);
    }

    @Override
    public Verdict apply(LedgerCall call) {
        // The ledger keeps ids of accounts and of transfers apart, and a key must not be good for
        // one of each when its record is lost.
        return switch (fence.raise(first(), call)) {
            case DEAD, DEAD_BEFORE -> create(call);
            case EXECUTED -> new Verdict.Reused();
            case UNKNOWN -> Verdict.unanswered();
            case OUT_OF_REACH -> new Verdict.NotAttempted(Verdict.OUT_OF_REACH);
            case OVERLOADED -> new Verdict.NotAttempted(Verdict.OVERLOADED);
        };
    }

    private Verdict create(LedgerCall call) {
        Verdict verdict =
                LedgerSide.submitted(
                        ledger.createAccounts(planned, call),
                        call,
                        this::read,
                        maxEvents -> LedgerSide.tooLarge(work, maxEvents));
        return verdict instanceof Verdict.NotAttempted(Problem problem)
                ? new Verdict.Unknown(problem) // the fence has been sent
                : verdict;
    }

    private Verdict read(Submission.Answered answered, LedgerCall call) {
        List<EventResult> results = answered.results();
        if (results.stream().allMatch(EventResult::created)) {
            return succeeded(created(results));
        }
        Optional<AccountResult> culprit =
                Culprit.of(results, AccountResult::of, AccountResult::finality)
                        .map(Culprit::result);
        return switch (culprit.map(AccountResult::finality).orElse(Finality.FENCE_FIRST)) {
            case EXISTS, DIFFERENT -> executed(call);
            // An account's fields come from us alone, so that no rule of the ledger can be broken
            // by a caller; and a code that we do not know is no ground for a definite answer.
            case FAILED_EARLIER, TOMBSTONED, FENCE_FIRST, CHAIN_FAILED ->
                    LedgerSide.unexpected(work, results, culprit.map(AccountResult::rule));
        };
    }

    private List<LedgerAccount> created(List<EventResult> results) {
        List<LedgerAccount> rows = new ArrayList<>(planned.size());
        for (int i = 0; i < planned.size(); i++) {
            rows.add(
                    new LedgerAccount(
                            planned.get(i),
                            Amount.ZERO,
                            Amount.ZERO,
                            Amount.ZERO,
                            Amount.ZERO,
                            results.get(i).timestamp()));
        }
        return rows;
    }

    @Override
    public Optional<Verdict> lookUp(LedgerCall call) {
        List<LedgerId> ids = planned.stream().map(AccountFields::id).toList();
        return LedgerSide.found(ledger.lookupAccounts(ids, call), this::compared);
    }

    private Optional<Verdict> compared(List<LedgerAccount> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        if (rows.stream().anyMatch(Fence::isFence)) {
            return Optional.of(Verdict.cancelled());
        }
        return Optional.of(
                LedgerSide.compared(
                        work,
                        rows.getFirst().account().userData32(),
                        plan ->
                                plan instanceof Plan.Accounts(var then)
                                        && SameRows.accounts(then, rows),
                        () -> conclude(rows)));
    }

    @Override
    public Verdict prevent(LedgerCall call) {
        return LedgerSide.fenced(
                fence.raise(first(), call), () -> preventAccount(call), Verdict.Reused::new);
    }

    private Verdict preventAccount(LedgerCall call) {
        return LedgerSide.fenced(
                fence.raiseForAccount(first(), call), Verdict::cancelled, () -> executed(call));
    }

    private Verdict executed(LedgerCall call) {
        return lookUp(call).orElseGet(Verdict::unanswered);
    }

    private LedgerId first() {
        return planned.getFirst().id();
    }

    private Verdict succeeded(List<LedgerAccount> rows) {
        return new Verdict.Succeeded(conclude(rows));
    }

    private Conclusion conclude(List<LedgerAccount> rows) {
        return mutation.conclude(work.command(), work.identity(), rows);
    }
}
