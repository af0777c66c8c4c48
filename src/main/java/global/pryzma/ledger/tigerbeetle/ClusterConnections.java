package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The clients of one courier: the one in use, one that was replaced and may still bring its reply,
 * one on its way to be used, and one that was on its way and is being closed. There are never more
 * than these four, however long an outage lasts: a cluster takes 32 connections (8 in development)
 * and 64 sessions from all its users. Confined to the courier's thread.
 */
final class ClusterConnections {

    /** A source of successors, already started. */
    interface Successors {
        Successor start(Successor.Listener listener);
    }

    private final Successors successors;
    private final Backoff backoff;
    private final Executor background;
    private final GatewaySettings settings;
    private final LongSupplier nanoTime;
    private @Nullable ClusterConnection current;
    private @Nullable ClusterConnection draining;
    private @Nullable Successor successor;
    private @Nullable Successor givenUp;
    private long drainUntil;
    private long nextSuccessorAt;

    ClusterConnections(
            Successors successors,
            Backoff backoff,
            Executor background,
            GatewaySettings settings,
            LongSupplier nanoTime) {
        this.successors = successors;
        this.backoff = backoff;
        this.background = background;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.nextSuccessorAt = nanoTime.getAsLong();
    }

    /** The connection in use, if one has been proven. */
    @Nullable ClusterConnection current() {
        return current;
    }

    boolean isDraining(ClusterConnection connection) {
        return connection.equals(draining);
    }

    /** Whether the connection is neither in use nor draining: closed already. */
    boolean isGone(ClusterConnection connection) {
        return !connection.equals(current) && !isDraining(connection);
    }

    boolean isAtRest() {
        return draining == null && (current == null || !current.isBusy());
    }

    /**
     * Sees to it that a successor is on its way: at most one at a time, and a new one only after an
     * interval of the backoff.
     *
     * @param missed is told of each one that has not answered within its interval
     * @return how long to wait before this is called again, in nanoseconds
     */
    long ensureSuccessor(Successor.Listener listener, Consumer<String> missed) {
        long now = nanoTime.getAsLong();
        if (nextSuccessorAt - now > 0) {
            return nextSuccessorAt - now;
        }
        String why = "a new client went unanswered";
        if (successor != null && successor.isOpening()) {
            // Slow to open, perhaps because of a name server: one of them is enough.
            nextSuccessorAt = now + settings.replacementInterval().toNanos();
            missed.accept("a new client takes long to open");
            return nextSuccessorAt - now;
        }
        if (successor != null) {
            missed.accept(why);
            if (givenUp != null && !givenUp.isClosed()) {
                // Its closing waits for a cluster that listens and is silent; so may this one.
                nextSuccessorAt = now + settings.replacementInterval().toNanos();
                return nextSuccessorAt - now;
            }
            dismissSuccessor();
        }
        nextSuccessorAt = now + backoff.next(new TimeoutException(why)).toNanos();
        successor = successors.start(listener);
        return nextSuccessorAt - now;
    }

    /** Whether this successor is the one that is awaited; from now on none is. */
    boolean received(Successor arrived) {
        boolean awaited = arrived.equals(successor);
        if (awaited) {
            successor = null;
        }
        return awaited;
    }

    /** Gives the successor up: the connection in use has answered and needs none. */
    void dismissSuccessor() {
        if (successor != null) {
            successor.giveUp();
            givenUp = successor;
            successor = null;
        }
    }

    /** Begins the intervals anew, after an answered request. */
    void answered() {
        backoff.reset();
    }

    /** Lets no successor begin before so many nanoseconds have passed. */
    void postponeSuccessor(long nanos) {
        nextSuccessorAt = nanoTime.getAsLong() + nanos;
    }

    /** Puts a proven connection to use, in place of the present one. */
    void replaceBy(ClusterConnection proven) {
        retire();
        current = proven;
    }

    /**
     * Takes the present connection out of use: it drains if its reply is of use, else it is closed.
     */
    void retire() {
        ClusterConnection old = current;
        current = null;
        if (old == null) {
            return;
        }
        Message pending = old.underWay();
        if (pending != null && pending.writes() && !pending.isConcluded()) {
            stopDraining("a newer connection has to be drained");
            draining = old;
            drainUntil = nanoTime.getAsLong() + settings.drainLimit().toNanos();
        } else {
            close(old, "its reply is of no use");
        }
    }

    /**
     * Takes a connection away that will never answer again: its client is closed, or the cluster
     * has ended the session.
     */
    void lose(ClusterConnection lost) {
        background.execute(lost.client()::close);
        if (isDraining(lost)) {
            draining = null;
        } else {
            current = null;
        }
    }

    void stopOverdueDraining() {
        if (draining != null && nanoTime.getAsLong() - drainUntil >= 0) {
            stopDraining("it was waited for long enough");
        }
    }

    void stopDrainingFor(Message answered) {
        if (draining != null && answered.equals(draining.underWay())) {
            stopDraining("another client has brought the reply");
        }
    }

    void stopDraining(String why) {
        ClusterConnection drained = draining;
        draining = null;
        if (drained != null) {
            close(drained, why);
        }
    }

    void closeAll(String why) {
        dismissSuccessor();
        stopDraining(why);
        ClusterConnection last = current;
        current = null;
        if (last != null) {
            close(last, why);
        }
    }

    private void close(ClusterConnection connection, String why) {
        Message pending = connection.underWay();
        connection.becomeIdle(nanoTime.getAsLong());
        if (pending != null) {
            pending.attemptFailed(why);
        }
        background.execute(connection.client()::close);
    }
}
