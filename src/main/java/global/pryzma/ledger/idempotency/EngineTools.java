package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.store.WriterLoop;
import global.pryzma.ledger.ledger.Ledger;

import java.util.List;
import java.util.concurrent.Executor;

/** What every execution works with. */
record EngineTools(
        Ledger ledger,
        WriterLoop writer,
        Executor background,
        IdempotencySettings configuration,
        List<MutationListener> listeners) {
    <C extends Command> LedgerSide ledgerSide(PlannedWork<C> work) {
        return LedgerSide.of(work, ledger);
    }

    void reached(MutationListener.Step step, IdempotencyKey key) {
        listeners.forEach(listener -> listener.reached(step, key));
    }
}
