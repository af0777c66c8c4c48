package global.pryzma.ledger.ledger;

import java.time.Duration;

/**
 * The moment at which a request must have been answered, retries included.
 *
 * @param nanoTime in the clock of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left in nanoseconds; zero when it is over, never negative. */
    public long remainingNanos() {
        return Math.max(0, nanoTime - System.nanoTime());
    }

    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    public boolean isOver() {
        return remainingNanos() == 0;
    }

    /** The earlier of this one and the moment {@code duration} from now. */
    public Deadline within(Duration duration) {
        Deadline other = after(duration);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }
}
