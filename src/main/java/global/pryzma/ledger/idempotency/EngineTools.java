package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.store.KeyWriter;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** What every execution works with. */
record EngineTools(
        Ledger ledger,
        KeyWriter writer,
        KeyReads reads,
        Executor background,
        IdempotencySettings configuration,
        Mutations mutations,
        RecordedProblems problems,
        List<MutationListener> listeners,
        EngineMeters meters) {
    <C extends Command> LedgerSide ledgerSide(PlannedWork<C> work) {
        return LedgerSide.of(work, ledger, reads);
    }

    /** The same with another way to the ledger. */
    EngineTools by(Ledger other) {
        return new EngineTools(
                other,
                writer,
                reads,
                background,
                configuration,
                mutations,
                problems,
                listeners,
                meters);
    }

    Settlement settlement() {
        return new Settlement(this);
    }

    /** How long an execution with this deadline keeps others away from its key. */
    Duration lease(Deadline deadline) {
        return deadline.remaining().plus(configuration.leaseMargin());
    }

    Course course() {
        return Course.ofRequest(meters);
    }

    void reached(MutationListener.Step step, IdempotencyKey key, Course course) {
        course.reached(step);
        reached(step, key);
    }

    /** The same for what is done of a key's own accord. */
    void reached(MutationListener.Step step, IdempotencyKey key) {
        listeners.forEach(listener -> listener.reached(step, key));
    }
}
