package global.pryzma.replica.server;

import global.pryzma.replica.protocol.Corruption;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;

/**
 * What shall go wrong with the next replies on their way to clients, for tests: of all clients, in
 * the order in which they are sent. What a reply answers has been executed all the same; its client
 * asks again after 600 ms or more, and gets the stored reply.
 *
 * <p>Thread-safe. Pongs and evictions are never touched.
 */
public final class ReplyFaults {
    private final Queue<Fault> planned = new ArrayDeque<>();

    ReplyFaults() {}

    /** What happens to one reply. */
    sealed interface Fault {
        record Drop() implements Fault {}

        record Delay(Duration by) implements Fault {}

        record Duplicate() implements Fault {}

        record Corrupt(Corruption how) implements Fault {}
    }

    /** So many replies are not sent. */
    public void drop(int replies) {
        plan(replies, new Fault.Drop());
    }

    /** So many replies are sent later; the connection's further messages wait behind them. */
    public void delay(int replies, Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a delay of " + by);
        }
        plan(replies, new Fault.Delay(by));
    }

    /** So many replies are sent twice. */
    public void duplicate(int replies) {
        plan(replies, new Fault.Duplicate());
    }

    /** So many replies are spoilt. */
    public void corrupt(int replies, Corruption how) {
        plan(replies, new Fault.Corrupt(how));
    }

    /** How many replies have their fault still before them. */
    public synchronized int left() {
        return planned.size();
    }

    /** All further replies are sent as they are. */
    public synchronized void clear() {
        planned.clear();
    }

    private synchronized void plan(int replies, Fault fault) {
        if (replies < 1) {
            throw new IllegalArgumentException(replies + " replies");
        }
        planned.addAll(Collections.nCopies(replies, fault));
    }

    /** The next reply's fault, or null. */
    synchronized @Nullable Fault next() {
        return planned.poll();
    }
}
