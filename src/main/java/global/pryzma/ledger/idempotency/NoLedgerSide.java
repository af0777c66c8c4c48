package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;

import java.util.Optional;

/**
 * Rows alone: what has not been recorded has not happened. But it may have been recorded before the
 * key was claimed, for a request that came again after the purge; then there is a trace of it.
 */
record NoLedgerSide<C extends Command>(
        PlannedWork<C> work, RowsMutation<C> mutation, KeyReads reads) implements LedgerSide {
    @Override
    public Verdict apply(LedgerCall call) {
        return new Verdict.Succeeded(mutation.conclude(work.command(), work.identity()));
    }

    @Override
    public Optional<Verdict> lookUp(LedgerCall call) {
        return switch (reads.trace(work.identity().id(), call.deadline())) {
            case Awaited.Done<Optional<KeyTrace>>(Optional<KeyTrace> trace) ->
                    trace.map(it -> it.cancelled() ? Verdict.cancelled() : apply(call));
            case Awaited.Failed<Optional<KeyTrace>>(Problem problem) ->
                    Optional.of(new Verdict.Unknown(problem));
        };
    }

    @Override
    public Verdict prevent(LedgerCall call) {
        return lookUp(call).orElseGet(Verdict::cancelled);
    }
}
