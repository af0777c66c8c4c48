package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.RecordResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings a claimed key to its end without the request that claimed it: learns what became of its
 * plan, or prevents it. It never submits a plan.
 */
final class Settlement {
    private final EngineTools parts;
    private final Map<String, Mutation<?>> mutations;
    private final RecordedProblems problems;

    Settlement(EngineTools parts, Collection<Mutation<?>> mutations, RecordedProblems problems) {
        this.parts = parts;
        this.problems = problems;
        this.mutations =
                mutations.stream()
                        .collect(Collectors.toMap(Mutation::operation, Function.identity()));
    }

    /** The operation's mutation; empty for one that only a newer version of the service knows. */
    Optional<Mutation<?>> mutation(String operation) {
        return Optional.ofNullable(mutations.get(operation));
    }

    /** Records what became of the plan, if the ledger knows. */
    Settled resolve(ClaimedKey row, Deadline deadline) {
        return execution(row, deadline).flatMap(Execution::resolve).orElseGet(Open::new);
    }

    /** Prevents the plan, or records that it has been executed. */
    Settled cancel(ClaimedKey row, Deadline deadline) {
        return execution(row, deadline)
                .map(Execution::cancel)
                .orElseGet(() -> prevent(row, deadline));
    }

    /**
     * Prevents the plan of a command that can't be read, as one of a newer version: its ids are all
     * that this needs. Only what to answer if it has been executed can't be known here.
     */
    private Settled prevent(ClaimedKey row, Deadline deadline) {
        Plan plan;
        try {
            plan = PlanCodec.decode(row.plan());
        } catch (IllegalArgumentException newerVersion) {
            return unavailable("a newer version of the service works on this key");
        }
        LedgerCall call = new LedgerCall(row.key().organisation(), deadline);
        return switch (parts.runner().fence(plan, call)) {
            case Verdict.Rejected(Problem problem) ->
                    record(row, problems.plain(problem), deadline);
            case Verdict.Unknown(Problem problem) -> new Unanswered(problem);
            case Verdict.Succeeded _, Verdict.Reused _, Verdict.InDoubt _ ->
                    throw new IllegalStateException("a fence does not tell what was executed");
        };
    }

    /** What it reserved is free again: it can never be executed. */
    private Settled record(ClaimedKey row, RecordedResponse response, Deadline deadline) {
        Recording recording =
                new Recording(
                        row.key(),
                        row.fingerprint(),
                        response,
                        List.of(),
                        true,
                        new CompletableFuture<>());
        return switch (Awaited.forWrite(parts.writer(), recording, recording.done(), deadline)) {
            case Awaited.Done<RecordResult>(RecordResult.Recorded()) -> new Recorded(response);
            // Another was first, or the claim is gone: whoever asks again learns it.
            case Awaited.Done<RecordResult> _ ->
                    unavailable("another request works on this key; retry with it");
            case Awaited.Failed<RecordResult>(Problem problem) -> new Unanswered(problem);
        };
    }

    private static Settled unavailable(String detail) {
        return new Unanswered(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail));
    }

    private Optional<Execution<?>> execution(ClaimedKey row, Deadline deadline) {
        return mutation(row.operation()).flatMap(mutation -> execution(mutation, row, deadline));
    }

    private <C> Optional<Execution<?>> execution(
            Mutation<C> mutation, ClaimedKey row, Deadline deadline) {
        PlannedWork<C> work;
        try {
            work = PlannedWork.stored(mutation, row);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
        // Who works on it keeps the lease; only its end is ours to use.
        UUID owner = row.leased() ? UUID.randomUUID() : row.owner();
        return Optional.of(
                new Execution<>(
                        parts,
                        work,
                        owner,
                        new MutationRequest(
                                row.key().organisation(),
                                new IdempotencyKey(row.key().key()),
                                deadline,
                                problems::plain)));
    }

    /** What became of a key. */
    sealed interface Settled {}

    /** It has its definite response, by us or by another. */
    record Recorded(RecordedResponse response) implements Settled {}

    /** Its ids belong to something that the key was used for long ago: the claim is gone. */
    record Released() implements Settled {}

    /** The same, but the claim may still be there. */
    record NotReleased(Problem why) implements Settled {}

    /** The ledger has nothing of it: it may still be executed. */
    record Open() implements Settled {}

    /** Nothing definite could be learnt, or be recorded. */
    record Unanswered(Problem why) implements Settled {}
}
