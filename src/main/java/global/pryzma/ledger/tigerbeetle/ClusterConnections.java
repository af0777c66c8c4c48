package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The clients of one courier: the one in use, one that was replaced and may still bring its reply,
 * and those on their way to be used. However long an outage lasts there are never more than these,
 * for a cluster takes 32 connections (8 in development) and 64 sessions from all its users.
 * Confined to the courier's thread.
 *
 * <p><b>On its way</b> is a client until it has passed its check. As long as the cluster has not
 * answered it, it is never closed ({@link NativeClient} says why), but kept as the probe, through
 * this outage and the next ones; when it comes through and is not needed any more, it is closed
 * then. The first is opened when somebody listens at one of the addresses. A second one, since the
 * first may have become slow to try again, when an address begins to listen again, or the other
 * lane's cluster answers; never a third. The draining client makes room for the second. So a lane
 * has three connections at most, both have six, and the watch over the addresses has one more; one
 * that is just being closed counts for some 20 ms longer.
 *
 * <p>Clients keep the numbers that they were opened with. When the names lead elsewhere, those on
 * their way are set aside: kept, not closed, and used if they are answered all the same; where the
 * cluster is now they take no connections. So one or two new ones may be opened each time. Four are
 * set aside at most; if the names lead elsewhere still, no more are opened until one of them all is
 * answered, or the process is started anew. So it is with two that the cluster refuses while they
 * register, which nothing shows.
 */
final class ClusterConnections {
    /**
     * How long a client is alone at least. The addresses of one cluster begin to listen one after
     * the other, and the first of them may do.
     */
    private static final long ALONE_NANOS = Duration.ofMillis(300).toNanos();

    /**
     * How old a client is, its opening included, that tries again within 0.7 s by itself, as long
     * as it is connected.
     */
    private static final long YOUNG_NANOS = Duration.ofMillis(1_500).toNanos();

    private static final int ASIDE_MAX = 4;

    /** A source of successors, already started. */
    interface Successors {
        Successor start(Successor.Listener listener);
    }

    /** A successor, and what was known of the addresses when it was begun. */
    private record Begun(Successor successor, long beginnings, long moves, long at) {}

    private final Successors successors;
    private final Reachability reachability;
    private final Runnable wake;
    private final Backoff backoff;
    private final Executor background;
    private final GatewaySettings settings;
    private final LongSupplier nanoTime;
    private @Nullable ClusterConnection current;
    private @Nullable ClusterConnection draining;

    /** The youngest comes last. */
    private final List<Begun> onTheWay = new ArrayList<>();

    private final List<Begun> aside = new ArrayList<>();
    private long drainUntil;

    /** Whether a client is sought now. */
    private boolean seeking;

    /** Whether the cluster has ever answered here. */
    private boolean everAnswered;

    /** The other lane was answered since the last client was opened. */
    private boolean clusterAnswers;

    private long nextMissAt;
    private long notBefore;

    ClusterConnections(
            Successors successors,
            Reachability reachability,
            Runnable wake,
            Backoff backoff,
            Executor background,
            GatewaySettings settings,
            LongSupplier nanoTime) {
        this.successors = successors;
        this.reachability = reachability;
        this.wake = wake;
        this.backoff = backoff;
        this.background = background;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** The connection in use, if one has been proven. */
    @Nullable ClusterConnection current() {
        return current;
    }

    /** Whether the connection in use is missing, or has left a message unanswered. */
    boolean isLacking() {
        return current == null || current.hasMissed();
    }

    boolean isDraining(ClusterConnection connection) {
        return connection.equals(draining);
    }

    /** Whether the connection is neither in use nor draining: closed already. */
    boolean isGone(ClusterConnection connection) {
        return !connection.equals(current) && !isDraining(connection);
    }

    /**
     * Whether no answer is to be waited for. That to a new client's check is, where somebody
     * listens who may give it, as a client without it can't be closed.
     */
    boolean isAtRest() {
        return draining == null && (current == null || !current.isBusy()) && !isProbing();
    }

    /** Whether a new client's check may be answered at any moment: somebody listens. */
    boolean isProbing() {
        return !onTheWay.isEmpty() && reachability.anyoneListens();
    }

    /**
     * Sees to it that a successor is on its way, as soon as there is a point in it.
     *
     * @param missed is told after each interval of the backoff in which none has answered
     * @return how long to wait before this is called again, in nanoseconds
     */
    long ensureSuccessor(Successor.Listener listener, Consumer<String> missed) {
        long now = nanoTime.getAsLong();
        if (!seeking) {
            seeking = true;
            reachability.watch(wake);
            nextMissAt = now + interval();
        }
        setAsideWhatMoved();
        if (nextMissAt - now <= 0) {
            nextMissAt = now + interval();
            if (!onTheWay.isEmpty()) {
                missed.accept("a new client went unanswered" + silence());
            } else if (!reachability.anyoneListens()) {
                missed.accept("nobody listens at its addresses");
            }
            giveUpHalfway();
        }
        if (mayOpen(now)) {
            open(listener, now);
        }
        return Math.min(nextMissAt - now, untilPatienceEnds(now));
    }

    /**
     * What a server's silence may mean before it has ever spoken. A real one ends the connection of
     * a client with another cluster id without a word, which the client does not tell.
     */
    private String silence() {
        return everAnswered || !reachability.anyoneListens()
                ? ""
                : ", though somebody listens: it may be another cluster than"
                      + " pryzma.ledger.cluster-id says, one older than this client, or one without"
                      + " a majority";
    }

    private long interval() {
        return backoff.next(new TimeoutException("no answer")).toNanos();
    }

    private boolean mayOpen(long now) {
        if (notBefore - now > 0) {
            return false;
        }
        return switch (onTheWay.size()) {
            case 0 -> clusterAnswers || reachability.anyoneListens();
            case 1 -> untilHelpIsDue(onTheWay.getFirst(), now) <= 0;
            default -> false;
        };
    }

    /** When a second client would get an answer that this one may be slow to ask for. */
    private long untilHelpIsDue(Begun first, long now) {
        long age = now - first.at();
        if (reachability.beginnings() != first.beginnings()) {
            return ALONE_NANOS - age;
        }
        return clusterAnswers ? YOUNG_NANOS - age : Long.MAX_VALUE;
    }

    private long untilPatienceEnds(long now) {
        long postponed = notBefore - now;
        if (postponed > 0) {
            return postponed;
        }
        return onTheWay.size() == 1
                ? Math.max(1, untilHelpIsDue(onTheWay.getFirst(), now))
                : Long.MAX_VALUE;
    }

    private void open(Successor.Listener listener, long now) {
        if (!onTheWay.isEmpty()) {
            stopDraining("its place is needed for a second new client");
        }
        clusterAnswers = false;
        nextMissAt = now + interval();
        onTheWay.add(
                new Begun(
                        successors.start(listener),
                        reachability.beginnings(),
                        reachability.moves(),
                        now));
    }

    private void setAsideWhatMoved() {
        for (Begun begun : List.copyOf(onTheWay)) {
            if (begun.moves() != reachability.moves() && aside.size() < ASIDE_MAX) {
                onTheWay.remove(begun);
                aside.add(begun);
            }
        }
    }

    /** An answered client may be closed; one whose check goes on for so long gives way. */
    private void giveUpHalfway() {
        for (Begun begun : List.copyOf(onTheWay)) {
            if (begun.successor().isAnswered()) {
                begun.successor().giveUp();
                onTheWay.remove(begun);
            }
        }
    }

    /** Notes that the cluster answers the other lane, so that a new client would be answered. */
    void clusterAnswers() {
        clusterAnswers = true;
    }

    /** Whether this successor was on its way here; from now on it is not. */
    boolean received(Successor arrived) {
        return onTheWay.removeIf(begun -> begun.successor().equals(arrived))
                || isOfOldAddresses(arrived);
    }

    private boolean isOfOldAddresses(Successor arrived) {
        return aside.removeIf(begun -> begun.successor().equals(arrived));
    }

    /** Ends the search, after an answered request. Those on their way stay there. */
    void answered() {
        backoff.reset();
        everAnswered = true;
        seeking = false;
        clusterAnswers = false;
        reachability.leave(wake);
    }

    /** Lets no successor begin before the interval is over: the last one could not be opened. */
    void openingFailed() {
        notBefore = nextMissAt;
    }

    /** Lets no successor begin before so many nanoseconds have passed. */
    void postponeSuccessor(long nanos) {
        notBefore = nanoTime.getAsLong() + nanos;
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
        reachability.leave(wake);
        onTheWay.forEach(begun -> begun.successor().giveUp());
        aside.forEach(begun -> begun.successor().giveUp());
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
