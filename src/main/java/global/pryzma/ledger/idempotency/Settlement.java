package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.idempotency.store.KeyWrite.RecordResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Brings a claimed key to its end without the request that claimed it: learns what became of its
 * plan, or prevents it. It never submits a plan.
 */
final class Settlement {
    private final EngineTools tools;

    Settlement(EngineTools tools) {
        this.tools = tools;
    }

    /** The way to the ledger for so many threads, each with a key, that settle at the same time. */
    Convoy convoy(int keys, Duration patience) {
        return new Convoy(tools.ledger(), keys, patience);
    }

    Settlement by(Convoy convoy) {
        return new Settlement(tools.by(convoy));
    }

    /** Whether there is any point in asking the ledger. */
    boolean isPossible() {
        return tools.ledger().admits();
    }

    /**
     * Records what became of the plan; empty if the ledger has nothing of it, or if it is for a
     * newer version of the service to read: it may still be executed.
     */
    Optional<Settled> resolve(ClaimedKey row, Deadline deadline) {
        return execution(row, deadline).flatMap(Execution::resolve);
    }

    /** Prevents the plan, or records that it has been executed. */
    Settled cancel(ClaimedKey row, Deadline deadline) {
        return cancel(row, deadline, List.of());
    }

    /**
     * The same.
     *
     * @param notes of the cancel, which are written in the transaction that records what came of it
     */
    Settled cancel(ClaimedKey row, Deadline deadline, List<? extends RowWrite> notes) {
        return execution(row, deadline)
                .map(it -> it.cancel(notes))
                .orElseGet(() -> prevent(row, deadline, notes));
    }

    /**
     * Prevents the plan of a command that can't be read, as one of a newer version: its ids are all
     * that this needs. Only what to answer if it has been executed can't be known here.
     */
    private Settled prevent(ClaimedKey row, Deadline deadline, List<? extends RowWrite> notes) {
        Fence fence = new Fence(tools.ledger());
        LedgerCall call = new LedgerCall(row.key().organisation(), deadline);
        if (PlanCodec.isDigest(row.plan())) {
            LedgerId first =
                    PlannedWork.identity(row.key(), row.fingerprint(), row.encodingVersion()).id();
            return fenced(row, fence.raise(first, call), deadline, notes);
        }
        Plan plan;
        try {
            plan = PlanCodec.decode(row.plan());
        } catch (IllegalArgumentException newerVersion) {
            return unavailable("a newer version of the service works on this key");
        }
        return switch (plan) {
            case Plan.Nothing() -> preventRows(row, deadline, notes);
            case Plan.Accounts(List<AccountFields> accounts) ->
                    fenced(
                            row,
                            fence.raiseForAccount(accounts.getFirst().id(), call),
                            deadline,
                            notes);
            case Plan.Chain(List<TransferFields> transfers) ->
                    fenced(row, fence.raise(transfers.getFirst().id(), call), deadline, notes);
            case Plan.IndependentTransfers(TransferFields anchor, _) ->
                    fenced(row, fence.raise(anchor.id(), call), deadline, notes);
        };
    }

    private Settled fenced(
            ClaimedKey row,
            Fence.Outcome outcome,
            Deadline deadline,
            List<? extends RowWrite> notes) {
        return switch (outcome) {
            case DEAD, DEAD_BEFORE -> recordCancelled(row, null, deadline, notes);
            case EXECUTED -> executed();
            case UNKNOWN -> new Settled.Unanswered(Verdict.UNANSWERED);
            case OUT_OF_REACH -> new Settled.Unanswered(Verdict.OUT_OF_REACH);
            case OVERLOADED -> new Settled.Unanswered(Verdict.OVERLOADED);
        };
    }

    private Settled preventRows(ClaimedKey row, Deadline deadline, List<? extends RowWrite> notes) {
        KeyTrace cancelled = PlannedWork.trace(row, true);
        return switch (tools.reads().trace(LedgerId.of(cancelled.id()), deadline)) {
            case Awaited.Done<Optional<KeyTrace>>(Optional<KeyTrace> left) ->
                    left.isPresent() && !left.get().cancelled()
                            ? executed()
                            : recordCancelled(row, cancelled, deadline, notes);
            case Awaited.Failed<Optional<KeyTrace>>(Problem problem) ->
                    new Settled.Unanswered(problem);
        };
    }

    private static Settled executed() {
        return unavailable(
                "it was executed; only another version of the service can tell the response");
    }

    /** What it reserved is free again: it can never be executed. */
    private Settled recordCancelled(
            ClaimedKey row,
            @Nullable KeyTrace trace,
            Deadline deadline,
            List<? extends RowWrite> notes) {
        RecordedResponse response = tools.problems().plain(Verdict.CANCELLED);
        Recording recording =
                new Recording(
                        row.key(),
                        row.fingerprint(),
                        PackedResponse.of(row.key(), row.key().ids().id(0), response),
                        notes,
                        trace,
                        true,
                        true,
                        List.of(),
                        tools.mutations()
                                .find(row.operation())
                                .map(mutation -> PlannedWork.place(mutation, row.key()))
                                .orElse(null),
                        new CompletableFuture<>());
        return switch (Awaited.forWrite(tools.writer(), recording, recording.done(), deadline)) {
            case Awaited.Done<RecordResult>(RecordResult.Recorded()) ->
                    new Settled.Recorded(response, response, false);
            // Another was first, or the claim is gone: whoever asks again learns it.
            case Awaited.Done<RecordResult> _ ->
                    unavailable("another request works on this key; retry with it");
            case Awaited.Failed<RecordResult>(Problem problem) -> new Settled.Unanswered(problem);
        };
    }

    private static Settled unavailable(String detail) {
        return new Settled.Unanswered(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail));
    }

    private Optional<Execution<?>> execution(ClaimedKey row, Deadline deadline) {
        return tools.mutations()
                .find(row.operation())
                .flatMap(mutation -> execution(mutation, row, deadline));
    }

    private <C extends Command> Optional<Execution<?>> execution(
            Mutation<C> mutation, ClaimedKey row, Deadline deadline) {
        // Who works on it keeps the lease; only its end is ours to use.
        UUID owner = row.leased() ? UUID.randomUUID() : row.owner();
        MutationRequest request =
                new MutationRequest(
                        new LedgerCall(row.key().organisation(), deadline),
                        new IdempotencyKey(row.key().key()),
                        Set.of(Scope.values()),
                        tools.problems()::plain);
        try {
            return Optional.of(
                    Execution.ofEarlier(
                            tools,
                            PlannedWork.stored(mutation, row),
                            owner,
                            request,
                            Course.untold(tools.meters())));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
