package global.pryzma.ledger.idempotency.store;

import java.util.Optional;
import java.util.function.Supplier;

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

    /** Makes one, which is in vain if it comes to nothing or fails. */
    <T> Optional<T> run(Supplier<Optional<T>> trial) {
        Optional<T> result = Optional.empty();
        try {
            result = trial.get();
            return result;
        } finally {
            pause = result.isPresent() ? 0 : Math.clamp(pause * 2L, 1, LONGEST_PAUSE);
            left = pause;
        }
    }
}
