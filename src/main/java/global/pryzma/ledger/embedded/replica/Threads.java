package global.pryzma.ledger.embedded.replica;

/** Waiting for a thread's end, which the replica's own threads always reach. */
final class Threads {
    private Threads() {}

    /** Waits without being disturbed by an interrupt, which is kept for the caller. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
