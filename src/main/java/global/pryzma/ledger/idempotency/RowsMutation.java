package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Identity;

/** A mutation without a ledger side: rows of Postgres alone, written with the response. */
public non-sealed interface RowsMutation<C extends Command> extends Mutation<C> {
    /**
     * Whether it makes programs, which only Postgres has. Every other mutation is refused for a key
     * that has made one, even if the key's record is gone.
     */
    default boolean makesPrograms() {
        return false;
    }

    /** The answer, and the rows that go with it. */
    Conclusion conclude(C command, Identity identity);
}
