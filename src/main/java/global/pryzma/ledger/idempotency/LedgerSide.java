package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The ledger side of a claimed mutation: hands its plan to the ledger, and reads what the answer
 * means for this and every later try of the plan. A rejection is only called one once the first id
 * of the key is dead (see {@link global.pryzma.ledger.ledger.Finality}): then neither this plan nor
 * any other can be executed with the key. Every method blocks until there is a verdict, at most
 * until the call's deadline.
 */
sealed interface LedgerSide permits AccountsSide, ChainSide, IndependentSide, NoLedgerSide {
    Logger LOG = LoggerFactory.getLogger(LedgerSide.class);

    /** Submits the plan. */
    Verdict apply(LedgerCall call);

    /**
     * What became of a plan that may have been submitted; empty if the ledger has nothing of it,
     * which is no ground for a definite answer: it may still be on its way.
     */
    Optional<Verdict> lookUp(LedgerCall call);

    /** Makes the plan impossible, unless it has been executed. */
    Verdict prevent(LedgerCall call);

    /** Throws IllegalArgumentException for a plan that is not of the mutation's shape. */
    static <C extends Command> LedgerSide of(PlannedWork<C> work, Ledger ledger, KeyReads reads) {
        return switch (work.mutation()) {
            case RowsMutation<C> rows -> new NoLedgerSide<>(work, rows, reads);
            case AccountsMutation<C> accounts ->
                    new AccountsSide<>(work, accounts, accounts(work.plan()), ledger);
            case ChainMutation<C> chain ->
                    new ChainSide<>(work, chain, transfers(work.plan()), ledger);
            case IndependentTransfersMutation<C> many ->
                    new IndependentSide<>(work, many, independent(work.plan()), ledger);
        };
    }

    private static List<AccountFields> accounts(Plan plan) {
        if (plan instanceof Plan.Accounts(List<AccountFields> accounts)) {
            return accounts;
        }
        throw new IllegalArgumentException("no accounts: " + plan);
    }

    private static List<TransferFields> transfers(Plan plan) {
        if (plan instanceof Plan.Chain(List<TransferFields> transfers)) {
            return transfers;
        }
        throw new IllegalArgumentException("no chain of transfers: " + plan);
    }

    private static Plan.IndependentTransfers independent(Plan plan) {
        if (plan instanceof Plan.IndependentTransfers many) {
            return many;
        }
        throw new IllegalArgumentException("no independent transfers: " + plan);
    }

    /**
     * What the ledger's answer to a whole plan means, whenever it comes.
     *
     * @param reading of the answer, for which the ledger may have to be asked more
     * @param tooLarge what it means that a message holds only so many events
     */
    static Verdict submitted(
            Submission submission,
            LedgerCall call,
            BiFunction<Submission.Answered, LedgerCall, Verdict> reading,
            IntFunction<Verdict> tooLarge) {
        return switch (submission) {
            case Submission.Answered answered -> reading.apply(answered, call);
            case Submission.InDoubt(var late) ->
                    new Verdict.InDoubt(
                            late.thenApply(answered -> then -> reading.apply(answered, then)));
            case Submission.Unavailable() -> new Verdict.NotAttempted(Verdict.OUT_OF_REACH);
            case Submission.Overloaded() -> new Verdict.NotAttempted(Verdict.OVERLOADED);
            case Submission.TooLarge(int maxEvents) -> tooLarge.apply(maxEvents);
        };
    }

    /** What rows of the ledger mean; without an answer nothing definite is known. */
    static <R> Optional<Verdict> found(
            Reading<List<R>> reading, Function<List<R>, Optional<Verdict>> meaning) {
        return switch (reading) {
            case Reading.Answered<List<R>>(List<R> rows) -> meaning.apply(rows);
            case Reading.Unavailable<List<R>>() -> Optional.of(Verdict.unanswered());
            case Reading.Overloaded<List<R>>() -> Optional.of(Verdict.overloaded());
        };
    }

    /** What a fence means for the plan whose first id it was raised for. */
    static Verdict fenced(
            Fence.Outcome outcome, Supplier<Verdict> ifDead, Supplier<Verdict> ifExecuted) {
        return switch (outcome) {
            case DEAD, DEAD_BEFORE -> ifDead.get();
            case EXECUTED -> ifExecuted.get();
            case UNKNOWN -> Verdict.unanswered();
            case OUT_OF_REACH -> Verdict.outOfReach();
            case OVERLOADED -> Verdict.overloaded();
        };
    }

    /** Fences the first id of a plan of transfers. */
    static Verdict prevented(
            Ledger ledger,
            LedgerId first,
            LedgerCall call,
            Supplier<Verdict> ifDead,
            Supplier<Verdict> ifExecuted) {
        Fence.Outcome outcome = new Fence(ledger).raise(first, call);
        return outcome == Fence.Outcome.DEAD_BEFORE
                ? failedEarlier(ledger, first, call, ifDead)
                : fenced(outcome, ifDead, ifExecuted);
    }

    /**
     * What it means that a plan of transfers found its first id dead. The same plan failed before;
     * or the key was cancelled, whatever would be asked with it; or it has opened an account, which
     * begins with such a fence: then the key is another request's, and no rejection is to be
     * recorded under it.
     */
    static Verdict failedEarlier(
            Ledger ledger, LedgerId first, LedgerCall call, Supplier<Verdict> ifNoAccount) {
        return found(
                        ledger.lookupAccounts(List.of(first), call),
                        accounts ->
                                Optional.of(
                                        accounts.isEmpty()
                                                ? ifNoAccount.get()
                                                : Fence.isFence(accounts.getFirst())
                                                        ? Verdict.cancelled()
                                                        : new Verdict.Reused()))
                .orElseThrow();
    }

    /**
     * Compares rows of the ledger with the plan of the version that wrote them.
     *
     * @param encodingVersion in the first of the rows
     */
    static Verdict compared(
            PlannedWork<?> work,
            int encodingVersion,
            Predicate<Plan> isSame,
            Supplier<Conclusion> conclusion) {
        Plan plan;
        try {
            plan = work.planOfVersion(encodingVersion);
        } catch (IllegalArgumentException unknownVersion) {
            return ofAnotherVersion(work, encodingVersion);
        }
        return isSame.test(plan) ? new Verdict.Succeeded(conclusion.get()) : new Verdict.Reused();
    }

    /** Whether a plan of the operation, in whatever version, can have made its key's first row. */
    static boolean begins(Mutation<?> mutation, TransferFields first) {
        return switch (mutation) {
            case ChainMutation<?> chain ->
                    chain.firstKinds().stream().anyMatch(kind -> kind.code() == first.code());
            case IndependentTransfersMutation<?> _ -> first.code() == TransferKind.ANCHOR.code();
            case AccountsMutation<?> _, RowsMutation<?> _ -> false;
        };
    }

    /** Rows that only another version of the service can compare with the plan. */
    static Verdict ofAnotherVersion(PlannedWork<?> work, int encodingVersion) {
        LOG.warn("key {} has rows of version {}", work.key(), encodingVersion);
        return new Verdict.Unknown(
                Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "another version of the service has carried this out"));
    }

    /** That a message does not hold what is alone in it; nothing definite follows from it. */
    static Verdict tooLarge(PlannedWork<?> work, int maxEvents) {
        return unexpected(work, List.of(), Optional.of("a message holds " + maxEvents));
    }

    /** An answer of the ledger that no plan of ours can get; nothing definite follows from it. */
    static Verdict unexpected(PlannedWork<?> work, List<?> results, Optional<String> rule) {
        LOG.error("key {}: the ledger answered {}, which must not happen", work.key(), results);
        return new Verdict.Unknown(
                Problem.of(ProblemCode.INTERNAL_ERROR, rule.orElse("unknown result")));
    }
}
