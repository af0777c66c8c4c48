package global.pryzma.ledger.operations;

import jakarta.inject.Singleton;

/**
 * The mark that the service is about to end: it takes no new work, and probes are told so at once.
 */
@Singleton
public final class ShuttingDown {
    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }
}
