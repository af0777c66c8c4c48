package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings a claimed key to its end without the request that claimed it: learns what became of its
 * plan, or prevents it. It never submits a plan.
 */
final class Settlement {
    private final EngineParts parts;
    private final Map<String, Mutation<?>> mutations;
    private final RecordedProblems problems;

    Settlement(EngineParts parts, Collection<Mutation<?>> mutations, RecordedProblems problems) {
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
    Settled resolve(KeyRow row, Deadline deadline) {
        return execution(row, deadline).flatMap(Execution::resolve).orElseGet(Open::new);
    }

    /** Prevents the plan, or records that it has been executed. */
    Settled cancel(KeyRow row, Deadline deadline) {
        return execution(row, deadline)
                .map(Execution::cancel)
                .orElseGet(() ->
                        new Unanswered(
                                Problem.of(
                                        ProblemCode.SERVICE_UNAVAILABLE,
                                        "a newer version of the service works on this key")));
    }

    private Optional<Execution<?>> execution(KeyRow row, Deadline deadline) {
        return mutation(row.operation()).flatMap(mutation -> execution(mutation, row, deadline));
    }

    private <C> Optional<Execution<?>> execution(
            Mutation<C> mutation, KeyRow row, Deadline deadline) {
        PlannedWork<C> work;
        try {
            work = PlannedWork.stored(mutation, row);
        } catch (IllegalArgumentException newerVersion) {
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

    /** The ledger or Postgres could not be asked. */
    record Unanswered(Problem why) implements Settled {}
}
