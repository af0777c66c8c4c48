package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.RecordResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The execution of one claimed key: apply the plan, or find out what became of it, or prevent it;
 * then record that. From the moment the plan may have been submitted, only what the ledger says
 * decides.
 */
final class Execution<C extends Command> {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final EngineTools tools;
    private final PlannedWork<C> work;
    private final LedgerSide ledgerSide;
    private final UUID owner;
    private final MutationRequest request;
    private final Course course;

    /** Null for a claim that was made earlier: its plan may have been submitted. */
    private final @Nullable Unclaim giveBack;

    private Execution(
            EngineTools tools,
            PlannedWork<C> work,
            UUID owner,
            MutationRequest request,
            Course course,
            @Nullable Unclaim giveBack) {
        this.tools = tools;
        this.work = work;
        this.ledgerSide = tools.ledgerSide(work);
        this.owner = owner;
        this.request = request;
        this.course = course;
        this.giveBack = giveBack;
    }

    /**
     * The execution of a claim that this very request has made.
     *
     * @param giveBack takes the claim away again, if nothing was attempted
     */
    static <C extends Command> Execution<C> ofFresh(
            EngineTools tools, PlannedWork<C> work, Begun<C> begun, Unclaim giveBack) {
        return new Execution<>(
                tools, work, giveBack.owner(), begun.request(), begun.course(), giveBack);
    }

    /**
     * The execution of a claim that was made earlier, whose plan may have been submitted.
     *
     * @param owner of the claim; only the owner can end its lease or take it away
     */
    static <C extends Command> Execution<C> ofEarlier(
            EngineTools tools,
            PlannedWork<C> work,
            UUID owner,
            MutationRequest request,
            Course course) {
        return new Execution<>(tools, work, owner, request, course, null);
    }

    /** Applies the plan. */
    Settled run() {
        course.leavesInDoubt(true);
        try {
            return settle(ledgerSide.apply(request.call()), request.call());
        } catch (RuntimeException fault) {
            endLease();
            throw fault;
        }
    }

    /** Records what became of the plan, if the ledger has it; empty if it does not, or not yet. */
    Optional<Settled> resolve() {
        return ledgerSide.lookUp(request.call()).map(verdict -> settle(verdict, request.call()));
    }

    /**
     * Makes sure that the plan can't be executed any more, or learns that it was.
     *
     * @param notes of the cancel
     */
    Settled cancel(List<? extends RowWrite> notes) {
        return settle(ledgerSide.prevent(request.call()), request.call(), notes);
    }

    private Settled settle(Verdict verdict, LedgerCall call) {
        return settle(verdict, call, List.of());
    }

    private Settled settle(Verdict verdict, LedgerCall call, List<? extends RowWrite> notes) {
        return switch (verdict) {
            case Verdict.Succeeded(Conclusion conclusion) ->
                    record(conclusion.with(notes(null)).with(notes), false, call);
            case Verdict.Rejected(Problem problem) ->
                    record(
                            new Conclusion(request.problems().apply(problem), notes(problem.code()))
                                    .with(notes),
                            true,
                            call);
            case Verdict.Reused() -> release(call);
            case Verdict.InDoubt(CompletionStage<Verdict.Late> late) -> {
                late.thenAcceptAsync(this::recordLate, tools.background())
                        .exceptionally(fault -> {
                            LOG.debug(
                                    "no late answer for key {}: {}", work.key(), fault.toString());
                            return null;
                        });
                yield unanswered(
                        Problem.of(
                                ProblemCode.LEDGER_UNAVAILABLE,
                                "the ledger did not answer in time; retry with the same key"));
            }
            case Verdict.NotAttempted(Problem problem) -> notAttempted(problem);
            case Verdict.Unknown(Problem problem) -> unanswered(problem);
        };
    }

    private List<? extends RowWrite> notes(@Nullable ProblemCode refusal) {
        return work.mutation()
                .notes(
                        work.command(),
                        new Occasion(
                                request.organisation(),
                                work.identity().id().toUuid(),
                                request.origin(),
                                refusal));
    }

    /** What was never sent is not in doubt: the key becomes as unused as it was. */
    private Settled notAttempted(Problem problem) {
        if (giveBack == null) {
            return unanswered(problem);
        }
        course.leavesInDoubt(false);
        tools.writer().offer(giveBack);
        return new Settled.Unanswered(problem);
    }

    /** Nothing definite: others may work on the key at once. */
    private Settled unanswered(Problem problem) {
        endLease();
        return new Settled.Unanswered(problem);
    }

    /**
     * The ids belong to another command, for ever: this plan can't be executed, and a retry of the
     * other one must find the key free. As long as it is not known to be, nothing definite is said.
     */
    private Settled release(LedgerCall call) {
        Unclaim unclaim =
                new Unclaim(
                        work.key(),
                        work.fingerprint(),
                        owner,
                        true,
                        work.place(),
                        new CompletableFuture<>());
        return switch (Awaited.forWrite(tools.writer(), unclaim, unclaim.done(), call.deadline())) {
            case Awaited.Done<Boolean>(Boolean gone) when gone -> new Settled.Released();
            case Awaited.Done<Boolean> _ ->
                    new Settled.NotReleased(
                            Problem.of(
                                    ProblemCode.SERVICE_UNAVAILABLE,
                                    "another request works on this key; retry with it"));
            case Awaited.Failed<Boolean>(Problem problem) -> {
                endLease();
                yield new Settled.NotReleased(problem);
            }
        };
    }

    /**
     * Nobody waits any more; whoever retries the key meanwhile records the same, and the first one
     * counts.
     */
    private void recordLate(Verdict.Late late) {
        LedgerCall call =
                new LedgerCall(
                        request.organisation(),
                        Deadline.after(tools.configuration().lateDeadline()));
        settle(late.read(call), call);
    }

    private Settled record(Conclusion conclusion, boolean rejected, LedgerCall call) {
        tools.reached(MutationListener.Step.ANSWERED, request.key(), course);
        Recording recording =
                new Recording(
                        work.key(),
                        work.fingerprint(),
                        PackedResponse.of(work.key(), work.identity().id(), conclusion.response()),
                        conclusion.rows(),
                        work.trace(rejected),
                        rejected,
                        work.hasReservations(),
                        conclusion.freed(),
                        work.place(),
                        new CompletableFuture<>());
        AtomicReference<RecordedResponse> told = new AtomicReference<>(conclusion.response());
        return switch (Awaited.forWrite(
                tools.writer(),
                recording,
                recording.done(),
                call.deadline(),
                () -> told.set(work.told(conclusion.response(), tools.mutations())))) {
            case Awaited.Done<RecordResult>(RecordResult.Recorded()) -> {
                tools.reached(MutationListener.Step.RECORDED, request.key(), course);
                yield new Settled.Recorded(conclusion.response(), told.get(), false);
            }
            case Awaited.Done<RecordResult>(RecordResult.Lost(ClaimedKey row))
                    when row.response() != null && row.isFor(work.fingerprint()) ->
                    new Settled.Recorded(
                            row.response(), tools.mutations().told(row, row.response()), true);
            // The claim is gone, as after a failover that lost it, or is another's: the retry
            // settles it.
            case Awaited.Done<RecordResult> _ ->
                    new Settled.Unanswered(
                            Problem.of(
                                    ProblemCode.SERVICE_UNAVAILABLE,
                                    "the response could not be recorded; retry with the same"
                                            + " key"));
            case Awaited.Failed<RecordResult>(Problem problem) -> unanswered(problem);
        };
    }

    /** Lets others work on the key at once. */
    void endLease() {
        tools.writer().offer(new EndLease(work.key(), owner, new CompletableFuture<>()));
    }
}
