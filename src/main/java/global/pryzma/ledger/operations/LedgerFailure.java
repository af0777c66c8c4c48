package global.pryzma.ledger.operations;

import java.util.Optional;

/** The failure of a ledger in this process, which it knows better than its clients. */
@FunctionalInterface
public interface LedgerFailure {
    /** One line on why it has stopped by itself; empty where it has not. */
    Optional<String> reason();
}
