package global.pryzma.ledger.testing.process;

/** Waits for the end of processes. */
public final class Endings {
    private Endings() {}

    /**
     * Waits, and tells the exit status. {@link Process#onExit} needs a thread of the common pool,
     * and may find none while others wait there.
     */
    public static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
