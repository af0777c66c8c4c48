package global.pryzma.ledger.operations;

/**
 * The refusal to start, for a reason that the operator can do something about. The message is all
 * that is shown: one line that says what is wrong and what to do.
 */
public final class StartRefused extends RuntimeException {
    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
