package global.pryzma.ledger.statement;

import java.io.IOException;
import java.io.Serial;

/**
 * The end of a statement in its middle: its client finds the connection broken. Where it happened
 * tells nobody anything, and many may happen at once, when the ledger goes away.
 */
final class StatementCut extends IOException {
    @Serial private static final long serialVersionUID = 1;

    StatementCut(String reason) {
        super(reason);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
