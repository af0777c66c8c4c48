package global.pryzma.ledger.ledger;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one timer of all who wait until a {@link Deadline}. A timed wait of a virtual thread wakes
 * the thread of the JDK's own timer twice, when it begins and when it is over, which is dearer than
 * what most are waited for here. This one looks round a hundred times a second while anybody waits,
 * so that who comes and goes meanwhile wakes nobody; and who is late learns it up to {@link #TICK}
 * later.
 */
final class DeadlineWatch implements Runnable {
    static final DeadlineWatch INSTANCE = new DeadlineWatch();

    private static final Duration TICK = Duration.ofMillis(10);

    /** So long it looks round for nothing before it sleeps. */
    private static final int IDLE_TICKS = 100;

    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean sleeps;

    private DeadlineWatch() {
        thread = Thread.ofPlatform().daemon().name("deadline-watch").start(this);
    }

    /** A thread that waits; it is woken, and sees by itself what for. */
    static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private final Deadline deadline;

        Waiter(Deadline deadline) {
            this.deadline = deadline;
        }

        void wake() {
            LockSupport.unpark(thread);
        }
    }

    void add(Waiter waiter) {
        waiters.add(waiter);
        if (sleeps) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Waiter waiter) {
        waiters.remove(waiter);
    }

    @Override
    public void run() {
        int idle = 0;
        while (true) {
            for (Waiter waiter : waiters) {
                if (waiter.deadline.isOver()) {
                    waiter.wake();
                }
            }
            idle = waiters.isEmpty() ? idle + 1 : 0;
            if (idle > IDLE_TICKS) {
                sleeps = true;
                if (waiters.isEmpty()) { // looked at after the flag is up, as whoever comes does
                    LockSupport.park(this);
                }
                sleeps = false;
                idle = 0;
            }
            LockSupport.parkNanos(this, TICK.toNanos());
        }
    }
}
