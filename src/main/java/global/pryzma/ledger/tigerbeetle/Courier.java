package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The carrier of messages to the cluster, one at a time.
 *
 * <p><b>The life of a message.</b> Callers put their calls into the {@link WaitingRoom} and wait.
 * When the connection is free, the courier takes whatever waits of one kind, as one message, and
 * hands it to the client; while it is under way the next one fills up. So an idle system sends at
 * once and a busy one sends full messages, without any timer. Because a client never has more than
 * one message under way, and nobody else's events are in it, the reply's timestamp tells the
 * timestamp of every event.
 *
 * <p>One client serves all changes and the reads by id: it has one request under way in any case
 * (the cluster's protocol allows no more), sharing keeps a read behind the writes that came before
 * it, and the kinds take turns so that none starves. Queries take longer and can't be grouped: a
 * message of 0.16.30 holds exactly one filter (another body evicts the client), and the client
 * merges creations alone. So they have a courier and a client of their own; and one organisation's
 * can't use up everybody's deadline, because the organisations take turns, in both lanes. A second
 * client for queries would bring nothing where one server executes them one after the other
 * (measured on the embedded one: 2,200 a second over one client, 1,900 over two).
 *
 * <p><b>When no reply comes</b> the message is not lost, only its connection is suspect: the client
 * never times out by itself, and a real server of this release that restarts leaves a connected
 * client without replies for up to 30 s. So a {@link Successor} is opened beside it, as soon as
 * somebody listens at the cluster's addresses. Whichever answers first is kept. If it is the
 * successor, the same message is sent again on it, as long as a caller still waits (its ids make
 * that safe), and the old connection drains: it may still bring the reply, until the new one has
 * brought it or a minute has passed. A successor that is not answered stays, and {@link
 * ClusterConnections} says when it gets company; the only client that ever answered is never closed
 * before another one did.
 *
 * <pre>
 *   from        when                                               to
 *   CONNECTING  a successor is proven; nothing is to be sent again READY
 *   CONNECTING  a successor is proven; the message is sent again   IN_FLIGHT
 *   READY       something waits, or a life sign is due             IN_FLIGHT
 *   IN_FLIGHT   the reply comes                                    READY
 *   IN_FLIGHT   no reply in time                                   REPLACING
 *   REPLACING   the reply comes after all                          READY
 *   REPLACING   a successor is proven; nothing is to be sent again READY
 *   REPLACING   a successor is proven; the message is sent again   IN_FLIGHT
 *   any         session evicted, client closed or wrong ledger     CONNECTING
 * </pre>
 *
 * <p>All of this runs on the thread of one {@link Mailbox} and needs no lock.
 */
final class Courier implements Mailbox.Turn, ClusterConnection.Listener, Successor.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    enum State {
        /**
         * No connection has been proven. A message that was under way may have to be sent again.
         */
        CONNECTING,
        /** The connection is free. */
        READY,
        /** A message is under way, and it is too early to worry. */
        IN_FLIGHT,
        /** A message goes unanswered; another client is being opened, or will be. */
        REPLACING,
        CLOSED
    }

    private static final long NO_TIMER = Duration.ofMinutes(1).toNanos();

    private final WaitingRoom room;
    private final MessageLimits limits;
    private final Pace pace;
    private final Circuit circuit;
    private final Availability availability;
    private final GenesisCheck genesis;
    private final ClusterConnections connections;
    private final Executor mailbox;
    private final Executor background;
    private final GatewaySettings settings;
    private final LaneMeters meters;
    private final LongSupplier nanoTime;

    /** The message to see through: under way on the connection in use, or to be sent again. */
    private @Nullable Message message;

    /** Why there is no connection in use; null where none was yet. */
    private LaneMeters.@Nullable Replacement lost;

    private @Nullable Runnable atRest;
    private Runnable back = () -> {};

    /** Whether a reply is on its way, which makes the next turn come by itself. */
    private volatile boolean awaitsReply;

    private boolean lifeSignIsDue;
    private boolean closed;

    Courier(
            WaitingRoom room,
            MessageLimits limits,
            Pace pace,
            Circuit circuit,
            Availability availability,
            GenesisCheck genesis,
            ClusterConnections connections,
            Executor mailbox,
            Executor background,
            GatewaySettings settings,
            LaneMeters meters,
            LongSupplier nanoTime) {
        this.room = room;
        this.limits = limits;
        this.pace = pace;
        this.circuit = circuit;
        this.availability = availability;
        this.genesis = genesis;
        this.connections = connections;
        this.mailbox = mailbox;
        this.background = background;
        this.settings = settings;
        this.meters = meters;
        this.nanoTime = nanoTime;
    }

    State state() {
        ClusterConnection current = connections.current();
        if (closed) {
            return State.CLOSED;
        }
        if (current == null) {
            return State.CONNECTING;
        }
        if (!current.isBusy()) {
            return State.READY;
        }
        return current.hasMissed() ? State.REPLACING : State.IN_FLIGHT;
    }

    /** Does what is due, and tells how long nothing will be, unless something happens. */
    @Override
    public long take() {
        connections.stopOverdueDraining();
        if (message != null && !message.isConcluded() && !message.isWanted()) {
            abandonMessage("nobody waits for it any more");
        }
        if (atRest != null && room.isEmpty() && message == null && connections.isAtRest()) {
            atRest.run();
            atRest = null;
        }
        State state = state();
        // Before the waiting room is looked into: who comes later than that sees it.
        awaitsReply = state == State.IN_FLIGHT;
        return switch (state) {
            case CONNECTING, REPLACING -> {
                long pause = connections.ensureSuccessor(this, this::missed);
                circuit.probes(connections.isProbing());
                yield pause;
            }
            case READY -> sendNext(nanoTime.getAsLong());
            case IN_FLIGHT -> noteMiss(nanoTime.getAsLong());
            case CLOSED -> NO_TIMER;
        };
    }

    /** Whether whoever has come is noticed without a sign. */
    boolean awaitsReply() {
        return awaitsReply;
    }

    private long sendNext(long now) {
        ClusterConnection free = Objects.requireNonNull(connections.current());
        if (availability.isWrongLedger()) {
            // The other courier has found out; this one's client will, or is right after all.
            room.sendAway();
        }
        Message next = room.next();
        if (next == null) {
            long left = settings.heartbeatInterval().toNanos() - free.nanosSince(now);
            if (left > 0 && !lifeSignIsDue) {
                return left;
            }
            next = new Message.Heartbeat(genesis.question());
        }
        lifeSignIsDue = false;
        message = next;
        free.send(next, now);
        awaitsReply = true;
        return settings.attemptTimeout().toNanos();
    }

    private long noteMiss(long now) {
        ClusterConnection busy = Objects.requireNonNull(connections.current());
        long left = settings.attemptTimeout().toNanos() - busy.nanosSince(now);
        if (left > 0) {
            return left;
        }
        busy.miss();
        missed("a message went unanswered for " + settings.attemptTimeout().toMillis() + " ms");
        return 0;
    }

    @Override
    public void onProven(Successor proven, ClusterClient client) {
        if (!connections.received(proven) || !connections.isLacking() || closed) {
            // Not needed any more, and answered, so that it may be closed.
            background.execute(client::close);
            return;
        }
        long now = nanoTime.getAsLong();
        ClusterConnection fresh = new ClusterConnection(client, mailbox, this, now);
        noteReplacement();
        connections.replaceBy(fresh);
        connections.answered();
        limits.forget();
        circuit.answered();
        back.run();
        Message again = message;
        if (again != null && !again.isConcluded() && again.isWanted()) {
            LOG.info("Sending an unanswered message again, on a new client");
            fresh.send(again, now);
        } else {
            abandonMessage("nobody waits for it any more");
        }
    }

    private void noteReplacement() {
        meters.attempt(LaneMeters.Attempt.ANSWERED);
        if (connections.current() != null) {
            lost = LaneMeters.Replacement.UNANSWERED;
        }
        if (lost != null) {
            meters.replaced(lost);
            lost = null;
        }
    }

    @Override
    public void onWrongLedger(Successor wrong) {
        if (connections.received(wrong) && connections.isLacking() && !closed) {
            stopServing("the cluster does not have this service's genesis account");
        }
    }

    @Override
    public void onFailed(Successor failed, Throwable why) {
        if (connections.received(failed) && connections.isLacking() && !closed) {
            connections.openingFailed();
            missed("no new client: " + why.getMessage());
        }
    }

    @Override
    public void onReply(ClusterConnection from, Message answered, Reply reply) {
        if (connections.isGone(from)) {
            return;
        }
        long now = nanoTime.getAsLong();
        long took = from.nanosSince(now);
        if (!from.hasMissed()) {
            pace.took(took);
        }
        meters.answered(answered, took);
        from.becomeIdle(now);
        deliver(answered, reply);
        if (connections.isDraining(from)) {
            connections.stopDraining("it has brought its reply");
            return;
        }
        connections.stopDrainingFor(answered);
        if (answered instanceof Message.Group<?, ?> group) {
            limits.took(group);
        }
        message = null;
        if (answered instanceof Message.Heartbeat && !genesis.isFoundIn(reply)) {
            stopServing("the cluster has lost this service's genesis account");
            return;
        }
        connections.answered();
        boolean wasAway = circuit.status().state().isSilent();
        circuit.answered();
        if (wasAway) {
            back.run();
        }
    }

    private static void deliver(Message answered, Reply reply) {
        try {
            answered.answered(reply);
        } catch (RuntimeException | Error unreadable) { // else the lane would wait for it for ever
            LOG.error("The reply to a message can't be divided among its callers", unreadable);
            answered.deliverNothing("its reply can't be read");
        }
    }

    @Override
    public void onFault(ClusterConnection from, Message unanswered, ClientFault fault) {
        if (connections.isGone(from)) {
            return;
        }
        String why = String.valueOf(fault.getMessage());
        from.becomeIdle(nanoTime.getAsLong());
        switch (fault.reason()) {
            case TOO_MUCH_DATA -> {
                meters.attempt(LaneMeters.Attempt.TOO_LARGE);
                makeSmaller(unanswered);
            }
            case CLIENT_GONE -> {
                boolean inUse = !connections.isDraining(from);
                connections.lose(from);
                unanswered.attemptFailed(why);
                if (inUse) {
                    lost = LaneMeters.Replacement.SESSION_LOST;
                    missed(why);
                }
            }
            case UNREADABLE -> {
                LOG.error("The ledger's reply can't be read", fault);
                unanswered.giveUp("its reply can't be read");
                if (unanswered.equals(message)) {
                    message = null;
                }
                if (connections.isDraining(from)) {
                    connections.stopDraining("it has brought a reply that can't be read");
                }
            }
        }
    }

    private void makeSmaller(Message refused) {
        switch (refused) {
            case Message.Group<?, ?> group -> {
                limits.refused(group);
                LOG.info(
                        "The cluster takes less than {} events in {}: trying {}",
                        group.size(),
                        group.kind(),
                        limits.of(group.kind()));
                if (group.isFirstAttempt()) {
                    room.putBack(group.calls());
                } else {
                    group.attemptFailed("the cluster takes smaller messages now");
                    group.abandon("the cluster takes smaller messages now");
                }
            }
            case Message.Heartbeat heartbeat -> heartbeat.attemptFailed("too large");
        }
        message = null;
    }

    private void missed(String why) {
        meters.attempt(LaneMeters.Attempt.UNANSWERED);
        circuit.missed(why);
        if (!circuit.isClosed()) {
            room.sendAway();
        }
    }

    /**
     * Stops sending: the ledger at the other end is not ours, until a new client proves that it is.
     */
    private void stopServing(String why) {
        circuit.wrongLedger(why);
        if (connections.current() != null) {
            lost = LaneMeters.Replacement.WRONG_LEDGER;
        }
        room.sendAway();
        connections.retire();
        connections.postponeSuccessor(settings.wrongLedgerInterval().toNanos());
        abandonMessage(why);
    }

    /** Gives the message up: it is not sent again, but clients that have it may still answer. */
    private void abandonMessage(String why) {
        if (message != null) {
            message.abandon(why);
            message = null;
        }
    }

    /** Runs the task whenever the cluster answers again after a miss. */
    void whenBack(Runnable task) {
        back = task;
    }

    /**
     * Learns that the cluster answers the other courier again. So a client that is opened now will
     * be answered, callers may wait for that instead of being sent away; and one that has been idle
     * for some time is asked whether it is heard at all, before somebody relies on it.
     */
    void clusterAnswers() {
        if (closed) {
            return;
        }
        if (connections.isLacking()) {
            connections.clusterAnswers();
            circuit.mayBeBack();
        } else {
            ClusterConnection current = Objects.requireNonNull(connections.current());
            long idle = current.nanosSince(nanoTime.getAsLong());
            lifeSignIsDue = idle > settings.attemptTimeout().toNanos();
        }
    }

    /** Runs the task once nothing waits and nothing is under way. */
    void whenAtRest(Runnable task) {
        atRest = task;
    }

    /** Closes every client; whatever is still under way will never be answered. */
    void close() {
        closed = true;
        room.close();
        connections.closeAll("the service is closing");
        abandonMessage("the service is closing");
    }
}
