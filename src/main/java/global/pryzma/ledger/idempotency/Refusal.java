package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Ending;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The refusal of a request whose key seems to be unused, for a reason that may go, such as an
 * account that is not there. Its copies may arrive when the reason has gone: so the key's first id
 * is made dead, and then the refusal is recorded, in one write. Nothing is in doubt in between:
 * whoever dies after the fence has told nobody anything, and the retry finds the fence.
 */
final class Refusal<C extends Command> {
    private final EngineTools tools;
    private final Begun<C> begun;
    private final Problem problem;

    Refusal(EngineTools tools, Begun<C> begun, Problem problem) {
        this.tools = tools;
        this.begun = begun;
        this.problem = problem;
    }

    Answer execute() {
        return switch (prevented()) {
            case InLedger.Nothing() -> record();
            case InLedger.Cancelled() -> new Answer.Refused(Verdict.CANCELLED);
            case InLedger.Transfer(var row) ->
                    LedgerSide.begins(begun.mutation(), row)
                            ? used(row.userData32(), row.userData64())
                            : Answer.Refused.reused();
            case InLedger.Account(var row) ->
                    begun.mutation() instanceof AccountsMutation
                            ? used(row.userData32(), row.userData64())
                            : Answer.Refused.reused();
            case InLedger.Unknown(Problem unknown) -> new Answer.Refused(unknown);
        };
    }

    private InLedger prevented() {
        Ledger ledger = tools.ledger();
        LedgerId first = begun.request().firstId();
        LedgerCall call = begun.request().call();
        return switch (begun.mutation()) {
            case ChainMutation<C> _, IndependentTransfersMutation<C> _ ->
                    InLedger.preventTransfer(ledger, first, call);
            case AccountsMutation<C> _ -> InLedger.preventAll(ledger, first, call);
            // The trace that goes with the record does it.
            case RowsMutation<C> _ -> new InLedger.Nothing();
        };
    }

    /** The key was used: for something else, or by a copy for which the reason had gone. */
    private Answer used(int encodingVersion, long fingerprint64) {
        try {
            return begun.fingerprintOfVersion(encodingVersion).bits64() == fingerprint64
                    ? Answer.Refused.unavailable(
                            "a copy of this request is being carried out; retry with the key")
                    : Answer.Refused.reused();
        } catch (IllegalArgumentException unknownVersion) {
            return Answer.Refused.unavailable("another version of the service has used this key");
        }
    }

    /** The refusal, once the key's first id is dead. */
    Answer record() {
        begun.reached(MutationListener.Step.ANSWERED, tools);
        Claim claim = claim();
        return switch (Awaited.forWrite(
                tools.writer(), claim, claim.done(), begun.request().deadline())) {
            case Awaited.Done<ClaimResult>(ClaimResult.Concluded(RecordedResponse response)) -> {
                begun.reached(MutationListener.Step.RECORDED, tools);
                yield new Answer.Recorded(response, false);
            }
            case Awaited.Done<ClaimResult>(ClaimResult.Existing(ClaimedKey row)) ->
                    new EarlierClaim<>(tools, begun, row).settle().orElseGet(this::record);
            case Awaited.Done<ClaimResult>(ClaimResult.Traced(KeyTrace trace)) ->
                    KeyTraces.refusal(begun, trace)
                            .orElseGet(() ->
                                    Answer.Refused.unavailable(
                                            "it was carried out, and can't be repeated"));
            case Awaited.Done<ClaimResult>(ClaimResult.Claimed _),
                    Awaited.Done<ClaimResult>(ClaimResult.Awaiting _),
                    Awaited.Done<ClaimResult>(ClaimResult.Freed()),
                    Awaited.Done<ClaimResult>(ClaimResult.Exceeded()),
                    Awaited.Done<ClaimResult>(ClaimResult.Reused()),
                    Awaited.Done<ClaimResult>(ClaimResult.Taken()) ->
                    throw new IllegalStateException("a refusal reserves and executes nothing");
            case Awaited.Failed<ClaimResult>(Problem failure) -> new Answer.Refused(failure);
        };
    }

    private Claim claim() {
        return new Claim(
                begun.key(),
                begun.mutation().operation(),
                begun.mutation().encodingVersion(),
                begun.fingerprint(),
                begun.work(begun.request().firstId(), begun.content(), new Plan.Nothing()),
                UUID.randomUUID(),
                0,
                begun.request().firstId().toUuid(),
                Fingerprint.ANY, // no trace allows it: what was carried out is not refused
                List.of(),
                null,
                null,
                new Ending(begun.request().problems().apply(problem), List.of(), trace()),
                null,
                false,
                new CompletableFuture<>());
    }

    private @Nullable KeyTrace trace() {
        return begun.mutation() instanceof RowsMutation
                ? KeyTrace.of(
                        begun.key(), begun.mutation().encodingVersion(), begun.fingerprint(), true)
                : null;
    }
}
