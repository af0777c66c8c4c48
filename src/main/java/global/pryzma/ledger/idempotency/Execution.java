package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.RecordResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The execution of one claimed key: apply the plan, or find out what became of it, or prevent it;
 * then record that. From the moment the plan may have been submitted, only what the ledger says
 * decides.
 */
final class Execution<C> {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final EngineTools parts;
    private final PlannedWork<C> work;
    private final UUID owner;
    private final MutationRequest request;

    /**
     * @param owner of the claim; only the owner can end its lease or take it away
     */
    Execution(EngineTools parts, PlannedWork<C> work, UUID owner, MutationRequest request) {
        this.parts = parts;
        this.work = work;
        this.owner = owner;
        this.request = request;
    }

    /** Applies the plan. */
    Answer run() {
        try {
            return settle(parts.runner().run(work, call(request.deadline())), request.deadline());
        } catch (RuntimeException fault) {
            endLease();
            throw fault;
        }
    }

    /** Records what became of the plan, if the ledger has it; empty if it does not, or not yet. */
    Optional<Settlement.Settled> resolve() {
        return parts.runner().lookUp(work, call(request.deadline())).map(this::settled);
    }

    /** Makes sure that the plan can't be executed any more, or learns that it was. */
    Settlement.Settled cancel() {
        return settled(parts.runner().fence(work, call(request.deadline())));
    }

    private Settlement.Settled settled(Verdict verdict) {
        return switch (settle(verdict, request.deadline())) {
            case Answer.Recorded(RecordedResponse response, _) -> new Settlement.Recorded(response);
            case Answer.Refused(Problem problem) when !(verdict instanceof Verdict.Reused) ->
                    new Settlement.Unanswered(problem);
            case Answer.Refused(Problem problem)
                    when problem.code() == ProblemCode.IDEMPOTENCY_KEY_REUSED ->
                    new Settlement.Released();
            case Answer.Refused(Problem problem) -> new Settlement.NotReleased(problem);
        };
    }

    private Answer settle(Verdict verdict, Deadline deadline) {
        return switch (verdict) {
            case Verdict.Succeeded(Applied applied) ->
                    record(work.conclude(applied), false, deadline);
            case Verdict.Rejected(Problem problem) ->
                    record(
                            new Conclusion(request.problems().apply(problem), List.of()),
                            true,
                            deadline);
            case Verdict.Reused() -> release(deadline);
            case Verdict.InDoubt(CompletionStage<Submission.Answered> late) -> {
                late.thenAcceptAsync(this::recordLate, parts.background())
                        .exceptionally(fault -> {
                            LOG.debug(
                                    "no late answer for key {}: {}", work.key(), fault.toString());
                            return null;
                        });
                endLease();
                yield new Answer.Refused(
                        Problem.of(
                                ProblemCode.LEDGER_UNAVAILABLE,
                                "the ledger did not answer in time; retry with the same key"));
            }
            case Verdict.Unknown(Problem problem) -> {
                endLease();
                yield new Answer.Refused(problem);
            }
        };
    }

    /**
     * The ids belong to another command, for ever: this plan can't be executed, and a retry of the
     * other one must find the key free. As long as it is not known to be, nothing definite is said.
     */
    private Answer release(Deadline deadline) {
        Unclaim unclaim =
                new Unclaim(work.key(), work.fingerprint(), owner, new CompletableFuture<>());
        return switch (Awaited.forWrite(parts.writer(), unclaim, unclaim.done(), deadline)) {
            case Awaited.Done<Boolean>(Boolean gone) when gone ->
                    new Answer.Refused(Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED));
            case Awaited.Done<Boolean> _ ->
                    new Answer.Refused(
                            Problem.of(
                                    ProblemCode.SERVICE_UNAVAILABLE,
                                    "another request works on this key; retry with it"));
            case Awaited.Failed<Boolean>(Problem problem) -> {
                endLease();
                yield new Answer.Refused(problem);
            }
        };
    }

    /**
     * Nobody waits any more; whoever retries the key meanwhile records the same, and the first one
     * counts.
     */
    private void recordLate(Submission.Answered answered) {
        Deadline deadline = Deadline.after(parts.configuration().lateDeadline());
        settle(parts.runner().read(work, answered, call(deadline)), deadline);
    }

    private Answer record(Conclusion conclusion, boolean rejected, Deadline deadline) {
        parts.reached(MutationListener.Step.ANSWERED, request.key());
        Recording recording =
                new Recording(
                        work.key(),
                        work.fingerprint(),
                        conclusion.response(),
                        conclusion.rows(),
                        rejected && work.hasReservations(),
                        new CompletableFuture<>());
        return switch (Awaited.forWrite(parts.writer(), recording, recording.done(), deadline)) {
            case Awaited.Done<RecordResult>(RecordResult.Recorded()) -> {
                parts.reached(MutationListener.Step.RECORDED, request.key());
                yield new Answer.Recorded(conclusion.response(), false);
            }
            case Awaited.Done<RecordResult>(RecordResult.Lost(ClaimedKey row))
                    when row.response() != null && row.fingerprint().equals(work.fingerprint()) ->
                    new Answer.Recorded(row.response(), true);
            // The claim is gone, as after a failover that lost it, or is another's: the retry
            // settles it.
            case Awaited.Done<RecordResult> _ -> notRecorded();
            case Awaited.Failed<RecordResult>(Problem problem) -> {
                endLease();
                yield new Answer.Refused(problem);
            }
        };
    }

    private static Answer notRecorded() {
        return new Answer.Refused(
                Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "the response could not be recorded; retry with the same key"));
    }

    /** Lets others work on the key at once. */
    void endLease() {
        parts.writer().offer(new EndLease(work.key(), owner, new CompletableFuture<>()));
    }

    private LedgerCall call(Deadline deadline) {
        return new LedgerCall(request.organisation(), deadline);
    }
}
