package global.pryzma.ledger.tigerbeetle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that does what it is told, in order, and sleeps in between. Whatever it confines needs
 * no lock. Telling it something never blocks, so that even the client's own thread may.
 */
final class Mailbox implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** The sleep after a fault, which the next turn may meet again. */
    private static final long PAUSE_NANOS = 100_000_000;

    /** The thread's work each time it has emptied the mailbox. */
    interface Turn {
        /** Does the work, and tells how long the thread may sleep at most, in nanoseconds. */
        long take();
    }

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Turn> start = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean stopped;

    Mailbox(String name) {
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(start.join()));
    }

    void start(Turn turn) {
        start.complete(turn);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Makes the thread take a turn soon. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void run(Turn turn) {
        while (!stopped) {
            long nanos = PAUSE_NANOS;
            try {
                nanos = takeTurn(turn);
            } catch (Throwable _) {
                // Of the log itself, for want of memory. Nobody else would do what this thread
                // does.
            }
            if (tasks.isEmpty() && nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
        runTasks();
    }

    private long takeTurn(Turn turn) {
        try {
            runTasks();
            return turn.take();
        } catch (RuntimeException | Error bug) {
            LOG.error("{} met a fault and goes on", thread.getName(), bug);
            return PAUSE_NANOS;
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Ends the thread and waits until it has ended. */
    @Override
    public void close() {
        stopped = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
