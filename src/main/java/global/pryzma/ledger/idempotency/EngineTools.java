package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.store.WriterLoop;

import java.util.List;
import java.util.concurrent.Executor;

/** What every execution works with. */
record EngineTools(
        PlanRunner runner,
        WriterLoop writer,
        Executor background,
        IdempotencySettings configuration,
        List<MutationListener> listeners) {
    void reached(MutationListener.Step step, IdempotencyKey key) {
        listeners.forEach(listener -> listener.reached(step, key));
    }
}
