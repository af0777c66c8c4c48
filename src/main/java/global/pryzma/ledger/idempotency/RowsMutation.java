package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Identity;

import java.util.Optional;

/**
 * A mutation without a ledger side: rows of Postgres alone, written with the response. What the
 * ledger keeps of other keys for ever, a trace in Postgres keeps of its key.
 */
public non-sealed interface RowsMutation<C extends Command> extends Mutation<C> {
    /** The answer, and the rows that go with it. */
    Conclusion conclude(C command, Identity identity);

    /** What must hold when they are written; else its answer is recorded in place of this one. */
    default Optional<Guard> guard(C command, Identity identity) {
        return Optional.empty();
    }
}
