package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.problem.Problem;

import java.util.Optional;

/**
 * What comes of the facts that a request needs and that can change, such as whether an account is
 * there: its command, or a refusal.
 */
public sealed interface Prepared<C extends Command> {
    record Ready<C extends Command>(C command) implements Prepared<C> {}

    /**
     * A definite error, for a reason that may have gone when a copy of the request arrives. The
     * engine sees to it that no copy can be carried out any more, and records the error.
     */
    record Refused<C extends Command>(Problem problem) implements Prepared<C> {}

    /**
     * @param command empty if what it needs is not there
     */
    static <C extends Command> Prepared<C> of(Optional<C> command, Problem otherwise) {
        return command.<Prepared<C>>map(Ready::new).orElseGet(() -> new Refused<>(otherwise));
    }
}
