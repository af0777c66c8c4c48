package global.pryzma.ledger.operations;

import java.util.Optional;

/** What a ledger in this process knows about its own state, better than its clients. */
@FunctionalInterface
public interface LedgerFailure {
    /** One line on why it has stopped by itself; empty where it has not. */
    Optional<String> reason();
}
