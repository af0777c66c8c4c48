package global.pryzma.ledger.idempotency.store;

/**
 * When batches are written on trial. What has made one be in vain, such as an organisation at its
 * limit that goes on asking, is likely to be in the next ones as well: each trial in vain makes the
 * pause until the next one longer, until one succeeds. For one thread.
 */
final class Trials {
    private static final int LONGEST_PAUSE = 64;

    private int pause;
    private int left;

    /** Whether the next batch is to be; to be asked once for each that could be. */
    boolean isNextDue() {
        if (left == 0) {
            return true;
        }
        left--;
        return false;
    }

    /** A trial has ended. */
    void ended(boolean well) {
        pause = well ? 0 : Math.clamp(pause * 2L, 1, LONGEST_PAUSE);
        left = pause;
    }
}
