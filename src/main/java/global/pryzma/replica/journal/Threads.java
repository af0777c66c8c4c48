package global.pryzma.replica.journal;

/** Waiting for a thread's end, which the replica's own threads always reach. */
public final class Threads {
    private Threads() {}

    /** Waits without being disturbed by an interrupt, which is kept for the caller. */
    public static void join(Thread thread) {
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
