package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Ending;
import global.pryzma.ledger.idempotency.store.KeyWrite.Guarded;
import global.pryzma.ledger.idempotency.store.KeyWrite.Quoted;
import global.pryzma.ledger.idempotency.store.KeyWrite.ReservationConflict;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The claim of a key that seems to be unused, and the execution that follows. */
final class FreshClaim<C extends Command> {
    private final EngineTools tools;
    private final Begun<C> begun;
    private final C command;
    private final PlannedWork<C> work;
    private final boolean looksIfLate;
    private final @Nullable Supplier<Answer> usual;
    private Fingerprint traced;

    /** The claim of a key that has no row. */
    FreshClaim(EngineTools tools, Begun<C> begun, C command) {
        this(tools, begun, command, begun.fingerprint(), false, null);
    }

    /** The claim of a key that nobody has looked for yet. */
    static <C extends Command> FreshClaim<C> unseen(EngineTools tools, Begun<C> begun, C command) {
        return new FreshClaim<>(
                tools,
                begun,
                command,
                begun.fingerprint(),
                !begun.mutation().isToldByLedger(command), // of these there may be very many
                null);
    }

    /**
     * The same of a key that was probably never used.
     *
     * @param usual what is done if it was, by a request whose record is gone: the usual order,
     *     which begins with a look
     */
    static <C extends Command> FreshClaim<C> anew(
            EngineTools tools, Begun<C> begun, C command, Supplier<Answer> usual) {
        return new FreshClaim<>(tools, begun, command, Fingerprint.ANY, true, usual);
    }

    private FreshClaim(
            EngineTools tools,
            Begun<C> begun,
            C command,
            Fingerprint traced,
            boolean looksIfLate,
            @Nullable Supplier<Answer> usual) {
        this.tools = tools;
        this.begun = begun;
        this.command = command;
        this.traced = traced;
        this.looksIfLate = looksIfLate;
        this.usual = usual;
        this.work = PlannedWork.fresh(begun.mutation(), command, begun.key(), begun.fingerprint());
    }

    /** Begins, unless nothing would be attempted: then the key is left as it is. */
    Answer execute() {
        return begun.hasLedgerSide() && !tools.ledger().admits()
                ? withoutAttempt()
                : execute(begun.mutation().reservations(command), null, false);
    }

    /** A key that has a row is settled from it, whether the ledger is in reach or not. */
    private Answer withoutAttempt() {
        return switch (tools.reads().find(begun.key(), begun.request().deadline())) {
            case Awaited.Done<Optional<ClaimedKey>>(Optional<ClaimedKey> row) ->
                    row.map(this::settle).orElseGet(() -> new Answer.Refused(Verdict.OUT_OF_REACH));
            case Awaited.Failed<Optional<ClaimedKey>>(Problem problem) ->
                    new Answer.Refused(problem);
        };
    }

    private Answer settle(ClaimedKey row) {
        return new EarlierClaim<>(tools, begun, row).settle().orElseGet(this::execute);
    }

    private Answer execute(
            List<Reservation> reservations,
            @Nullable ReservationConflict conflict,
            boolean placeAtAnyRate) {
        begun.course().leavesInDoubt(false);
        UUID owner = UUID.randomUUID();
        Claim claim = claim(owner, reservations, conflict, placeAtAnyRate);
        if (claim.ending() != null) {
            begun.reached(MutationListener.Step.ANSWERED, tools);
        }
        EarlierResponse earlier = new EarlierResponse(tools, begun);
        return switch (Awaited.forWrite(
                tools.writer(),
                claim,
                claim.done(),
                begun.request().deadline(),
                () -> {
                    if (looksIfLate) {
                        earlier.tellIfLate(claim);
                    }
                })) {
            case Awaited.Done<ClaimResult>(ClaimResult.Claimed(Unclaim giveBack)) -> {
                begun.reached(MutationListener.Step.CLAIMED, tools);
                yield Execution.ofFresh(tools, work, begun, giveBack).run().answer();
            }
            case Awaited.Done<ClaimResult>(ClaimResult.Awaiting(ClaimedKey holder)) ->
                    afterTheEndOf(holder);
            case Awaited.Done<ClaimResult>(ClaimResult.Freed()) -> execute();
            case Awaited.Done<ClaimResult>(ClaimResult.Taken()) -> taken();
            case Awaited.Done<ClaimResult>(ClaimResult.Exceeded()) -> exceeded();
            case Awaited.Done<ClaimResult>(ClaimResult.Concluded(RecordedResponse response)) -> {
                begun.reached(MutationListener.Step.RECORDED, tools);
                yield new Answer.Recorded(work.told(response, tools.mutations()), false);
            }
            case Awaited.Done<ClaimResult>(ClaimResult.Reused()) -> Answer.Refused.reused();
            case Awaited.Done<ClaimResult>(ClaimResult.Traced(KeyTrace trace)) ->
                    usual != null
                            ? usual.get()
                            : KeyTraces.refusal(begun, trace).orElseGet(() -> again(trace));
            case Awaited.Done<ClaimResult>(ClaimResult.Existing(ClaimedKey row)) -> settle(row);
            case Awaited.Failed<ClaimResult>(Problem problem) ->
                    (looksIfLate ? earlier.await() : Optional.<ClaimedKey>empty())
                            .map(this::settle)
                            .orElseGet(() -> new Answer.Refused(problem));
        };
    }

    private Answer afterTheEndOf(ClaimedKey holder) {
        return switch (new ForeignClaim(tools, holder, begun.request().deadline())
                .awaitEnd("another request, which has not ended, holds what this one needs")) {
            case Awaited.Done<Optional<ClaimedKey>> _ -> execute();
            case Awaited.Failed<Optional<ClaimedKey>>(Problem problem) ->
                    new Answer.Refused(problem);
        };
    }

    /** An earlier version of the service has left the trace, for the same content. */
    private Answer again(KeyTrace trace) {
        if (traced.equals(trace.fingerprint())) {
            throw new IllegalStateException("a claim was refused by what it allows: " + trace);
        }
        traced = trace.fingerprint();
        return execute();
    }

    private Claim claim(
            UUID owner,
            List<Reservation> reservations,
            @Nullable ReservationConflict conflict,
            boolean placeAtAnyRate) {
        return new Claim(
                begun.key(),
                begun.mutation().operation(),
                begun.mutation().encodingVersion(),
                begun.fingerprint(),
                begun.work(work.identity().id(), command.encode(), work.plan()),
                owner,
                tools.lease(begun.request().deadline()).toMillis(),
                work.identity().id().toUuid(),
                traced,
                reservations,
                conflict,
                work.trace(true),
                ending(),
                quota().map(it -> new Quoted(it.places(), placeAtAnyRate)).orElse(null),
                begun.mutation().isToldByLedger(command),
                new CompletableFuture<>());
    }

    /** Rows alone are written with the claim: there is nothing to wait for in between. */
    private @Nullable Ending ending() {
        if (!(begun.mutation() instanceof RowsMutation<C> rows)) {
            return null;
        }
        Conclusion conclusion =
                rows.conclude(command, work.identity())
                        .with(rows.notes(command, begun.request().occasion(null)));
        return new Ending(
                conclusion.response(),
                conclusion.rows(),
                work.trace(false),
                rows.guard(command, work.identity()).map(this::guarded).orElse(null));
    }

    private Guarded guarded(Guard guard) {
        return new Guarded(guard.condition(), () -> refused(guard.otherwise()));
    }

    private Ending refused(Problem problem) {
        return new Ending(
                begun.request().problems().apply(problem),
                begun.mutation().notes(command, begun.request().occasion(problem.code())),
                work.trace(true));
    }

    /**
     * Another key holds what this one has to reserve, or this one does for a use with another
     * fingerprint. It may have got it after a loss of Postgres' last seconds, and this one have
     * been executed before that, or be on its way to the ledger still: so the ledger is asked in a
     * manner that keeps its answer true.
     */
    private Answer taken() {
        return switch (tools.ledgerSide(work).prevent(begun.request().call())) {
            case Verdict.Unknown(Problem problem) -> new Answer.Refused(problem);
            case Verdict.NotAttempted(Problem problem) -> new Answer.Refused(problem);
            case Verdict.Reused() -> Answer.Refused.reused();
            case Verdict.Rejected _ ->
                    execute(
                            begun.mutation().reservations(command),
                            (taken, holder) -> begun.conflict(command, taken, holder),
                            false);
            case Verdict.Succeeded _, Verdict.InDoubt _ -> execute(List.of(), null, false);
        };
    }

    private Optional<Quota> quota() {
        return begun.mutation() instanceof AccountsMutation<C> accounts
                ? accounts.quota()
                : Optional.empty();
    }

    /**
     * The organisation has no place left for it. As above, this one may have been executed, and
     * then has its place whatever the limit is, or be on its way.
     */
    private Answer exceeded() {
        return switch (tools.ledgerSide(work).prevent(begun.request().call())) {
            case Verdict.Unknown(Problem problem) -> new Answer.Refused(problem);
            case Verdict.NotAttempted(Problem problem) -> new Answer.Refused(problem);
            case Verdict.Reused() -> Answer.Refused.reused();
            case Verdict.Rejected _ ->
                    new Refusal<>(tools, begun, quota().orElseThrow().otherwise()).record();
            case Verdict.Succeeded _, Verdict.InDoubt _ -> execute(List.of(), null, true);
        };
    }
}
