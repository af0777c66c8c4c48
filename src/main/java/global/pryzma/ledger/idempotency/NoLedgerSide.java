package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.ledger.LedgerCall;

import java.util.Optional;

/** Rows alone: what has not been recorded has not happened. */
record NoLedgerSide<C extends Command>(PlannedWork<C> work, RowsMutation<C> mutation)
        implements LedgerSide {
    @Override
    public Verdict apply(LedgerCall call) {
        return new Verdict.Succeeded(mutation.conclude(work.command(), work.identity()));
    }

    @Override
    public Optional<Verdict> lookUp(LedgerCall call) {
        return Optional.empty();
    }

    @Override
    public Verdict prevent(LedgerCall call) {
        return Verdict.cancelled();
    }
}
