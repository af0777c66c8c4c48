package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.KeyState.Kind;
import global.pryzma.ledger.idempotency.KeyState.Made;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Ending;
import global.pryzma.ledger.idempotency.store.WorkColumns;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A key without a row. That is no news: its request may be on its way still, and its record may
 * have been purged, or lost. But its ids depend on the key alone, so that it can be found in the
 * ledger, and be made impossible there, without anybody knowing what it was to be used for.
 */
final class UnclaimedKey {
    private static final int NO_LEASE = 0;
    private static final int FIRST_VERSION = 1;

    private final EngineTools tools;
    private final ScopedKey key;
    private final LedgerId first;
    private final Deadline deadline;

    UnclaimedKey(EngineTools tools, ScopedKey key, Deadline deadline) {
        this.tools = tools;
        this.key = key;
        this.first = key.ids().id(0);
        this.deadline = deadline;
    }

    /** What has become of it. */
    sealed interface Outcome {
        record Known(KeyState state) implements Outcome {}

        /** A request has claimed it meanwhile: the row decides. */
        record Claimed(ClaimedKey row) implements Outcome {}

        /** Nothing is known of it, so far. */
        record Nothing() implements Outcome {}

        record Unknown(Problem problem) implements Outcome {}
    }

    /** What the key has left. */
    Outcome find() {
        return byTrace()
                .orElseGet(() ->
                        outcome(InLedger.find(tools.ledger(), first, call(), tools.background())));
    }

    /**
     * Sees to it that the key is good for nothing any more, unless it was used.
     *
     * @param notes of the cancel, which are written in the transaction that records it
     */
    Outcome cancel(List<? extends RowWrite> notes) {
        Outcome trace = byTrace().orElseGet(Outcome.Nothing::new);
        if (trace instanceof Outcome.Unknown
                || trace instanceof Outcome.Known(KeyState.Executed _)) {
            return trace;
        }
        Outcome left = outcome(InLedger.preventAll(tools.ledger(), first, call()));
        boolean executed = left instanceof Outcome.Known(KeyState.Executed _);
        return executed || left instanceof Outcome.Unknown ? left : record(notes);
    }

    private LedgerCall call() {
        return new LedgerCall(key.organisation(), deadline);
    }

    /** What mutations without a ledger side have left. */
    private Optional<Outcome> byTrace() {
        return switch (tools.reads().trace(first, deadline)) {
            case Awaited.Done<Optional<KeyTrace>>(Optional<KeyTrace> trace) ->
                    trace.map(this::outcome);
            case Awaited.Failed<Optional<KeyTrace>>(Problem problem) ->
                    Optional.of(new Outcome.Unknown(problem));
        };
    }

    private Outcome outcome(KeyTrace trace) {
        return new Outcome.Known(trace.cancelled() ? cancelled() : new KeyState.Executed(null));
    }

    private Outcome outcome(InLedger left) {
        return switch (left) {
            case InLedger.Nothing() -> new Outcome.Nothing();
            case InLedger.Cancelled() -> new Outcome.Known(cancelled());
            case InLedger.Account(var row) -> executed(Kind.ACCOUNT, row.id());
            case InLedger.Transfer(var row) when isTransfer(row) ->
                    executed(Kind.TRANSFER, row.id());
            case InLedger.Transfer(var row) when row.code() == TransferKind.ENTRY.code() ->
                    executed(Kind.JOURNAL_ENTRY, row.id());
            // A row of the service's own, which no client sees.
            case InLedger.Transfer _ -> new Outcome.Known(new KeyState.Executed(null));
            case InLedger.Unknown(Problem problem) -> new Outcome.Unknown(problem);
        };
    }

    private static boolean isTransfer(TransferFields row) {
        return row.code() == TransferKind.TRANSFER.code();
    }

    private static Outcome executed(Kind kind, LedgerId id) {
        return new Outcome.Known(new KeyState.Executed(new Made(kind, id.toUuid())));
    }

    private KeyState cancelled() {
        return new KeyState.Cancelled(tools.problems().plain(Verdict.CANCELLED));
    }

    private Outcome record(List<? extends RowWrite> notes) {
        IdempotencyKey own = new IdempotencyKey(key.key());
        tools.reached(MutationListener.Step.ANSWERED, own);
        Claim claim = claim(notes);
        return switch (Awaited.forWrite(tools.writer(), claim, claim.done(), deadline)) {
            case Awaited.Done<ClaimResult>(ClaimResult.Concluded(RecordedResponse response)) -> {
                tools.reached(MutationListener.Step.RECORDED, own);
                yield new Outcome.Known(new KeyState.Cancelled(response));
            }
            case Awaited.Done<ClaimResult>(ClaimResult.Existing(ClaimedKey row)) ->
                    new Outcome.Claimed(row);
            case Awaited.Done<ClaimResult>(ClaimResult.Traced(KeyTrace trace)) -> outcome(trace);
            case Awaited.Done<ClaimResult>(ClaimResult.Claimed _),
                    Awaited.Done<ClaimResult>(ClaimResult.Awaiting _),
                    Awaited.Done<ClaimResult>(ClaimResult.Freed()),
                    Awaited.Done<ClaimResult>(ClaimResult.Exceeded()),
                    Awaited.Done<ClaimResult>(ClaimResult.Reused()),
                    Awaited.Done<ClaimResult>(ClaimResult.Taken()) ->
                    throw new IllegalStateException("a cancel reserves and executes nothing");
            case Awaited.Failed<ClaimResult>(Problem problem) -> new Outcome.Unknown(problem);
        };
    }

    /** A row, and a trace, that stand for whatever would have been asked. */
    private Claim claim(List<? extends RowWrite> notes) {
        return new Claim(
                key,
                null,
                FIRST_VERSION,
                Fingerprint.ANY,
                WorkColumns.untilRecorded(
                        key, first, new byte[0], PlanCodec.encode(new Plan.Nothing())),
                UUID.randomUUID(),
                NO_LEASE,
                first.toUuid(),
                Fingerprint.ANY,
                List.of(),
                null,
                null,
                new Ending(
                        tools.problems().plain(Verdict.CANCELLED),
                        notes,
                        KeyTrace.of(key, FIRST_VERSION, Fingerprint.ANY, true)),
                null,
                false,
                new CompletableFuture<>());
    }
}
