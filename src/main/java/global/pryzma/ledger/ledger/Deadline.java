package global.pryzma.ledger.ledger;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

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

    /**
     * Waits until the future is completed, however, or this is over, which is noticed within a
     * hundredth of a second.
     *
     * @return whether the future is completed
     */
    public boolean await(CompletableFuture<?> future) throws InterruptedException {
        if (future.isDone()) {
            return true;
        }
        DeadlineWatch.Waiter waiter = new DeadlineWatch.Waiter(this);
        var unused = future.whenComplete((_, _) -> waiter.wake());
        DeadlineWatch.INSTANCE.add(waiter);
        try {
            while (!future.isDone() && !isOver()) {
                LockSupport.park(waiter);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            DeadlineWatch.INSTANCE.remove(waiter);
        }
        return future.isDone();
    }

    /** The earlier of this one and the moment {@code duration} from now. */
    public Deadline within(Duration duration) {
        Deadline other = after(duration);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }
}
