package global.pryzma.ledger.faults;

/** Waits for the end of processes. */
final class Endings {
    private Endings() {}

    /**
     * Waits, and tells the exit status. {@link Process#onExit} needs a thread of the common pool,
     * and may find none while others wait there.
     */
    static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
