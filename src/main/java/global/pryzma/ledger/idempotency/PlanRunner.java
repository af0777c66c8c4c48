package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.Verdict.InDoubt;
import global.pryzma.ledger.idempotency.Verdict.Rejected;
import global.pryzma.ledger.idempotency.Verdict.Reused;
import global.pryzma.ledger.idempotency.Verdict.Succeeded;
import global.pryzma.ledger.idempotency.Verdict.Unknown;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.SameRows;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Hands a plan to the ledger and reads what the answer means for this and every later try of the
 * plan. A rejection is only called one if the same plan can't succeed later: see {@link Finality}.
 */
final class PlanRunner {
    /** Flags with which the stored row may differ from the submitted one. */
    private static final int RESOLVED_BY_THE_LEDGER =
            TransferFlags.POST_PENDING
                    | TransferFlags.VOID_PENDING
                    | TransferFlags.BALANCING_DEBIT
                    | TransferFlags.BALANCING_CREDIT;

    private static final Logger LOG = LoggerFactory.getLogger(PlanRunner.class);

    private final Ledger ledger;
    private final Fence fence;

    PlanRunner(Ledger ledger) {
        this.ledger = ledger;
        this.fence = new Fence(ledger);
    }

    /** Blocks until there is a verdict, at most until the call's deadline. */
    Verdict run(PlannedWork<?> work, LedgerCall call) {
        if (work.plan() instanceof Plan.Accounts(List<AccountFields> accounts)) {
            // The ledger keeps ids of accounts and of transfers apart, and a key must not be good
            // for one of each when its record is lost.
            switch (fence.raise(accounts.getFirst().id(), call)) {
                case DEAD -> {}
                case EXECUTED -> {
                    return new Reused();
                }
                case UNKNOWN -> {
                    return unanswered();
                }
                case OVERLOADED -> {
                    return overloaded();
                }
            }
        }
        Submission submission =
                switch (work.plan()) {
                    case Plan.Nothing() -> new Submission.Answered(List.of());
                    case Plan.Accounts(List<AccountFields> accounts) ->
                            ledger.createAccounts(accounts, call);
                    case Plan.Transfers(List<TransferFields> transfers) ->
                            ledger.createTransfers(transfers, call);
                };
        return switch (submission) {
            case Submission.Answered answered -> read(work, answered, call);
            case Submission.InDoubt(var late) -> new InDoubt(late);
            case Submission.Unavailable() ->
                    new Unknown(
                            Problem.of(
                                    ProblemCode.LEDGER_UNAVAILABLE, "the ledger is out of reach"));
            case Submission.Overloaded() -> overloaded();
        };
    }

    /** What the ledger's answer to the plan means; it may have come late. */
    Verdict read(PlannedWork<?> work, Submission.Answered answered, LedgerCall call) {
        return switch (work.plan()) {
            case Plan.Nothing() -> new Succeeded(new Applied.Nothing());
            case Plan.Accounts(List<AccountFields> accounts) ->
                    readAccounts(work, accounts, answered.results(), call);
            case Plan.Transfers(List<TransferFields> transfers) ->
                    readTransfers(work, transfers, answered.results(), call);
        };
    }

    /**
     * What became of a plan that may have been submitted; empty if the ledger has nothing of it,
     * which is no ground for a definite answer: it may still be on its way.
     */
    Optional<Verdict> lookUp(PlannedWork<?> work, LedgerCall call) {
        return switch (work.plan()) {
            case Plan.Nothing() -> Optional.empty();
            case Plan.Accounts(List<AccountFields> accounts) ->
                    lookUpAccounts(work, accounts, call);
            case Plan.Transfers(List<TransferFields> transfers) ->
                    lookUpTransfers(work, transfers, call);
        };
    }

    /** Makes the plan impossible, unless it has been executed. */
    Verdict fence(PlannedWork<?> work, LedgerCall call) {
        return switch (raiseFence(work.plan(), call)) {
            case DEAD -> cancelled();
            case EXECUTED -> lookUp(work, call).orElseGet(PlanRunner::unanswered);
            case UNKNOWN -> unanswered();
            case OVERLOADED -> overloaded();
        };
    }

    /** The same for a plan whose command can't be read; what it came to can't be told then. */
    Verdict fence(Plan plan, LedgerCall call) {
        return switch (raiseFence(plan, call)) {
            case DEAD -> cancelled();
            case EXECUTED ->
                    new Unknown(
                            Problem.of(
                                    ProblemCode.SERVICE_UNAVAILABLE,
                                    "it was executed; only another version of the service can"
                                            + " tell the response"));
            case UNKNOWN -> unanswered();
            case OVERLOADED -> overloaded();
        };
    }

    private Fence.Outcome raiseFence(Plan plan, LedgerCall call) {
        return switch (plan) {
            case Plan.Nothing() -> Fence.Outcome.DEAD;
            case Plan.Accounts(List<AccountFields> accounts) ->
                    fence.raiseForAccount(accounts.getFirst().id(), call);
            case Plan.Transfers(List<TransferFields> transfers) ->
                    fence.raise(transfers.getFirst().id(), call);
        };
    }

    private Verdict readAccounts(
            PlannedWork<?> work,
            List<AccountFields> accounts,
            List<EventResult> results,
            LedgerCall call) {
        if (results.stream().allMatch(EventResult::created)) {
            List<LedgerAccount> rows = new ArrayList<>();
            for (int i = 0; i < accounts.size(); i++) {
                rows.add(
                        new LedgerAccount(
                                accounts.get(i),
                                Amount.ZERO,
                                Amount.ZERO,
                                Amount.ZERO,
                                Amount.ZERO,
                                results.get(i).timestamp()));
            }
            return new Succeeded(new Applied.Accounts(rows));
        }
        Optional<AccountResult> culprit =
                culprit(results, AccountResult::of, AccountResult::finality);
        return switch (culprit.map(AccountResult::finality).orElse(Finality.FENCE_FIRST)) {
            case EXISTS, DIFFERENT ->
                    lookUpAccounts(work, accounts, call).orElseGet(PlanRunner::unanswered);
            // An account's fields come from us alone, so that no rule of the ledger can be broken
            // by a caller; and a code that we do not know is no ground for a definite answer.
            case FAILED_EARLIER, TOMBSTONED, STATIC, MONOTONE, FENCE_FIRST, CHAIN_FAILED ->
                    unexpected(work, results, culprit.map(AccountResult::rule));
        };
    }

    private Optional<Verdict> lookUpAccounts(
            PlannedWork<?> work, List<AccountFields> accounts, LedgerCall call) {
        return switch (ledger.lookupAccounts(
                accounts.stream().map(AccountFields::id).toList(), call)) {
            case Reading.Answered<List<LedgerAccount>>(List<LedgerAccount> rows)
                    when rows.isEmpty() ->
                    Optional.empty();
            case Reading.Answered<List<LedgerAccount>>(List<LedgerAccount> rows)
                    when rows.stream().anyMatch(Fence::isFence) ->
                    Optional.of(cancelled());
            case Reading.Answered<List<LedgerAccount>>(List<LedgerAccount> rows) ->
                    Optional.of(
                            compare(
                                    work,
                                    rows.getFirst().account().userData32(),
                                    plan ->
                                            plan instanceof Plan.Accounts(var planned)
                                                    && SameRows.accounts(planned, rows),
                                    new Applied.Accounts(rows)));
            case Reading.Unavailable<List<LedgerAccount>>() -> Optional.of(unanswered());
            case Reading.Overloaded<List<LedgerAccount>>() -> Optional.of(overloaded());
        };
    }

    /** Compares the ledger's rows with the plan of the version that wrote them. */
    private static Verdict compare(
            PlannedWork<?> work, int encodingVersion, Predicate<Plan> isSame, Applied applied) {
        Plan plan;
        try {
            plan = work.planOfVersion(encodingVersion);
        } catch (IllegalArgumentException unknownVersion) {
            LOG.warn("key {} has rows of version {}", work.key(), encodingVersion);
            return new Unknown(
                    Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "another version of the service has carried this out"));
        }
        return isSame.test(plan) ? new Succeeded(applied) : new Reused();
    }

    private Verdict readTransfers(
            PlannedWork<?> work,
            List<TransferFields> transfers,
            List<EventResult> results,
            LedgerCall call) {
        if (results.stream().allMatch(EventResult::created)) {
            return created(work, transfers, results, call);
        }
        Optional<TransferResult> culprit =
                culprit(results, TransferResult::of, TransferResult::finality);
        if (culprit.isEmpty()) {
            return unexpected(work, results, Optional.empty());
        }
        TransferResult result = culprit.get();
        return switch (result.finality()) {
            case EXISTS, DIFFERENT ->
                    lookUpTransfers(work, transfers, call).orElseGet(PlanRunner::unanswered);
            case TOMBSTONED, STATIC, MONOTONE -> new Rejected(work.rejection(result));
            case FAILED_EARLIER -> failedEarlier(work, transfers, result, call);
            case FENCE_FIRST, CHAIN_FAILED ->
                    switch (fence.raise(transfers.getFirst().id(), call)) {
                        case DEAD -> new Rejected(work.rejection(result));
                        case EXECUTED ->
                                lookUpTransfers(work, transfers, call)
                                        .orElseGet(PlanRunner::unanswered);
                        case UNKNOWN -> unanswered();
                        case OVERLOADED -> overloaded();
                    };
        };
    }

    /**
     * The id is dead. Either the same plan failed before, or the key has opened an account, which
     * begins with such a fence: then the key is another request's, and this rejection is not to be
     * recorded under it.
     */
    private Verdict failedEarlier(
            PlannedWork<?> work,
            List<TransferFields> transfers,
            TransferResult result,
            LedgerCall call) {
        return switch (ledger.lookupAccounts(List.of(transfers.getFirst().id()), call)) {
            case Reading.Answered<List<LedgerAccount>>(List<LedgerAccount> rows) ->
                    rows.stream().allMatch(Fence::isFence)
                            ? new Rejected(work.rejection(result))
                            : new Reused();
            case Reading.Unavailable<List<LedgerAccount>>() -> unanswered();
            case Reading.Overloaded<List<LedgerAccount>>() -> overloaded();
        };
    }

    private Verdict created(
            PlannedWork<?> work,
            List<TransferFields> transfers,
            List<EventResult> results,
            LedgerCall call) {
        boolean asSubmitted =
                transfers.stream().allMatch(it -> (it.flags() & RESOLVED_BY_THE_LEDGER) == 0);
        if (!asSubmitted) {
            return lookUpTransfers(work, transfers, call).orElseGet(PlanRunner::unanswered);
        }
        List<LedgerTransfer> rows = new ArrayList<>(transfers.size());
        for (int i = 0; i < transfers.size(); i++) {
            rows.add(new LedgerTransfer(transfers.get(i), results.get(i).timestamp()));
        }
        return new Succeeded(new Applied.Transfers(rows));
    }

    private Optional<Verdict> lookUpTransfers(
            PlannedWork<?> work, List<TransferFields> transfers, LedgerCall call) {
        return switch (ledger.lookupTransfers(
                transfers.stream().map(TransferFields::id).toList(), call)) {
            case Reading.Answered<List<LedgerTransfer>>(List<LedgerTransfer> rows)
                    when rows.isEmpty() ->
                    Optional.empty();
            case Reading.Answered<List<LedgerTransfer>>(List<LedgerTransfer> rows) ->
                    Optional.of(
                            compare(
                                    work,
                                    rows.getFirst().transfer().userData32(),
                                    plan ->
                                            plan instanceof Plan.Transfers(var planned)
                                                    && SameRows.transfers(planned, rows),
                                    new Applied.Transfers(rows)));
            case Reading.Unavailable<List<LedgerTransfer>>() -> Optional.of(unanswered());
            case Reading.Overloaded<List<LedgerTransfer>>() -> Optional.of(overloaded());
        };
    }

    /** The result that explains why nothing was created; empty if it is one that we do not know. */
    private static <R> Optional<R> culprit(
            List<EventResult> results,
            Function<Integer, Optional<R>> parse,
            Function<R, Finality> finality) {
        return results.stream()
                .filter(result -> !result.created())
                .map(result -> parse.apply(result.code()))
                .filter(result ->
                        result.isEmpty() || finality.apply(result.get()) != Finality.CHAIN_FAILED)
                .findFirst()
                .flatMap(result -> result);
    }

    private static Verdict unexpected(
            PlannedWork<?> work, List<EventResult> results, Optional<String> rule) {
        LOG.error("key {}: the ledger answered {}, which must not happen", work.key(), results);
        return new Unknown(Problem.of(ProblemCode.INTERNAL_ERROR, rule.orElse("unknown result")));
    }

    private static Verdict cancelled() {
        return new Rejected(
                Problem.of(
                        ProblemCode.REQUEST_CANCELLED,
                        "cancelled before it was executed; it never will be"));
    }

    private static Verdict unanswered() {
        return new Unknown(
                Problem.of(ProblemCode.LEDGER_UNAVAILABLE, "the ledger did not answer in time"));
    }

    private static Verdict overloaded() {
        return new Unknown(
                Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE, "too many requests wait for the ledger"));
    }
}
