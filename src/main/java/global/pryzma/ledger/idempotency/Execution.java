package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.KeyWrite.RecordResult;
import global.pryzma.ledger.idempotency.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.KeyWrite.Unclaim;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The execution of one claimed key by one owner: apply the plan, then record what became of it.
 * From the moment the plan may have been submitted, only what the ledger says decides.
 */
final class Execution<C> {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final EngineParts parts;
    private final Mutation<C> mutation;
    private final C command;
    private final Identity identity;
    private final Plan plan;
    private final ScopedKey key;
    private final Fingerprint fingerprint;
    private final UUID owner;
    private final MutationRequest request;

    Execution(
            EngineParts parts,
            Mutation<C> mutation,
            C command,
            Identity identity,
            Plan plan,
            Fingerprint fingerprint,
            UUID owner,
            MutationRequest request) {
        this.parts = parts;
        this.mutation = mutation;
        this.command = command;
        this.identity = identity;
        this.plan = plan;
        this.key = new ScopedKey(request.organisation(), request.key().value());
        this.fingerprint = fingerprint;
        this.owner = owner;
        this.request = request;
    }

    Answer run() {
        try {
            return settle(parts.runner().run(plan, call(request.deadline())), request.deadline());
        } catch (RuntimeException fault) {
            endLease();
            throw fault;
        }
    }

    private Answer settle(Verdict verdict, Deadline deadline) {
        return switch (verdict) {
            case Verdict.Succeeded(Applied applied) ->
                    record(mutation.conclude(command, identity, applied), false, deadline);
            case Verdict.Rejected(Problem problem) ->
                    record(
                            new Conclusion(request.problems().apply(problem), List.of()),
                            true,
                            deadline);
            case Verdict.Reused() -> {
                // The ids belong to another command, for ever: this plan can't be executed, and a
                // retry of
                // the other one must find the key free.
                Unclaim unclaim = new Unclaim(key, fingerprint, owner, new CompletableFuture<>());
                Waiting.forWrite(parts.writer(), unclaim, unclaim.done(), deadline);
                yield new Answer.Refused(Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED));
            }
            case Verdict.InDoubt(CompletionStage<Submission.Answered> late) -> {
                late.thenAcceptAsync(this::recordLate, parts.background())
                        .exceptionally(fault -> {
                            LOG.debug("no late answer for key {}: {}", key, fault.toString());
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
     * Nobody waits any more; whoever retries the key meanwhile records the same, and the first one
     * counts.
     */
    private void recordLate(Submission.Answered answered) {
        Deadline deadline = Deadline.after(parts.configuration().lateDeadline());
        settle(parts.runner().read(plan, answered, call(deadline)), deadline);
    }

    private Answer record(Conclusion conclusion, boolean rejected, Deadline deadline) {
        parts.reached(MutationListener.Step.ANSWERED, request.key());
        Recording recording =
                new Recording(
                        key,
                        fingerprint,
                        conclusion.response(),
                        conclusion.rows(),
                        rejected && !mutation.reservations(command).isEmpty(),
                        new CompletableFuture<>());
        return switch (Waiting.forWrite(parts.writer(), recording, recording.done(), deadline)) {
            case Waiting.Done<RecordResult>(RecordResult.Recorded()) -> {
                parts.reached(MutationListener.Step.RECORDED, request.key());
                yield new Answer.Recorded(conclusion.response(), false);
            }
            case Waiting.Done<RecordResult>(RecordResult.Lost(KeyRow row))
                    when row.response() != null && row.fingerprint().equals(fingerprint) ->
                    new Answer.Recorded(row.response(), true);
            // The claim is gone, as after a failover that lost it, or is another's: the retry
            // settles it.
            case Waiting.Done<RecordResult> _ -> notRecorded();
            case Waiting.Failed<RecordResult>(Problem problem) -> {
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

    private void endLease() {
        parts.writer().offer(new EndLease(key, owner, new CompletableFuture<>()));
    }

    private LedgerCall call(Deadline deadline) {
        return new LedgerCall(request.organisation(), deadline);
    }
}
