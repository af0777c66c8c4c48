package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The place where calls wait until they are sent. It is bounded, in all and for each organisation,
 * so that an outage or one busy organisation can't fill the memory; whoever doesn't fit is refused
 * at once. So is whoever would wait for longer than its deadline, at the pace at which messages are
 * answered lately: it had better ask elsewhere, or later, than be told so after the wait.
 *
 * <p>The kinds take turns: whatever waits of one kind becomes a message, then it is the next kind's
 * turn. So neither changes nor reads can starve the other, although they share one client. Within a
 * kind the organisations take turns, and small calls go between large ones.
 */
final class WaitingRoom {
    /** Into so many parts the room is divided; calls ahead of their time get into one of them. */
    private static final int PARTS = 4;

    /**
     * The most that may wait. {@code LedgerCall.SERVICE} has no share of its own, only the whole.
     */
    record Bounds(int calls, int events, int callsOfOne, int eventsOfOne) {}

    private static final class Occupancy {
        int calls;
        int events;

        boolean exceeds(int callBound, int eventBound, Call<?, ?> another) {
            return calls + 1 > callBound || events + another.size() > eventBound;
        }

        void add(Call<?, ?> call, int sign) {
            calls += sign;
            events += sign * call.size();
        }
    }

    private final Bounds bounds;
    private final MessageLimits limits;
    private final Pace pace;
    private final Map<CallKind<?, ?>, FairQueue> waiting = new LinkedHashMap<>();
    private final List<CallKind<?, ?>> turns;
    private final Occupancy all = new Occupancy();
    private final Map<UUID, Occupancy> byOrganisation = new HashMap<>();
    private boolean closed;

    WaitingRoom(List<CallKind<?, ?>> kinds, Bounds bounds, MessageLimits limits, Pace pace) {
        this.bounds = bounds;
        this.limits = limits;
        this.pace = pace;
        this.turns = new ArrayList<>(kinds);
        kinds.forEach(kind -> waiting.put(kind, new FairQueue()));
    }

    /** Lets a call in; false when there is no place for it. */
    synchronized boolean admit(Call<?, ?> call) {
        if (closed) {
            call.conclude(new Outcome.NotAttempted<>());
            return true;
        }
        UUID organisation = call.behalf().organisation();
        Occupancy own = byOrganisation.get(organisation);
        int parts = call.isAhead() ? PARTS : 1;
        boolean full = all.exceeds(bounds.calls() / parts, bounds.events() / parts, call);
        boolean shareUsedUp =
                !organisation.equals(LedgerCall.SERVICE)
                        && (own == null ? new Occupancy() : own)
                                .exceeds(
                                        bounds.callsOfOne() / parts,
                                        bounds.eventsOfOne() / parts,
                                        call);
        if (full || shareUsedUp || !isServedInTime(call)) {
            return false;
        }
        queueOf(call.kind()).add(call);
        count(call, 1);
        return true;
    }

    /**
     * Whether the call's turn comes before its deadline is over, as far as can be told: with what
     * waits, and the message that is under way. Where nothing waits everybody is let in, so that a
     * pace of the past can't shut anybody out.
     */
    private boolean isServedInTime(Call<?, ?> call) {
        if (all.calls == 0) {
            return true;
        }
        Duration left = call.behalf().deadline().remaining();
        long atMost = 2;
        for (Map.Entry<CallKind<?, ?>, FairQueue> queue : waiting.entrySet()) {
            atMost += queue.getValue().messages(limits.of(queue.getKey()));
        }
        return pace.of(atMost).compareTo(left) <= 0
                || pace.of(messagesUntil(call)).compareTo(left) <= 0;
    }

    private long messagesUntil(Call<?, ?> call) {
        CallKind<?, ?> kind = call.kind();
        long own = queueOf(kind).messagesUntil(call, limits.of(kind));
        long messages = own + 1;
        for (Map.Entry<CallKind<?, ?>, FairQueue> queue : waiting.entrySet()) {
            if (!queue.getKey().equals(kind)) {
                messages += Math.min(own, queue.getValue().messages(limits.of(queue.getKey())));
            }
        }
        return messages;
    }

    /**
     * Takes a call back whose deadline has passed; false if it is not waiting: sent, or answered.
     */
    synchronized boolean withdraw(Call<?, ?> call) {
        if (!queueOf(call.kind()).remove(call)) {
            return false;
        }
        count(call, -1);
        // Before anybody else gets in: what comes behind it must not be sent.
        call.conclude(new Outcome.NotAttempted<>());
        return true;
    }

    synchronized boolean isEmpty() {
        return all.calls == 0;
    }

    /** How many calls wait. */
    synchronized int size() {
        return all.calls;
    }

    /** The next message, or null when nothing waits. Its calls count as sent from now on. */
    synchronized @Nullable Message next() {
        for (int turn = turns.size(); turn > 0; turn--) {
            CallKind<?, ?> kind = turns.removeFirst();
            turns.addLast(kind);
            Message message = gather(kind);
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // A queue holds calls of its own kind only.
    private <E, A> @Nullable Message gather(CallKind<E, A> kind) {
        int limit = limits.of(kind);
        FairQueue queue = queueOf(kind);
        List<Call<E, A>> gathered = new ArrayList<>();
        int size = 0;
        for (Call<?, ?> taken = queue.takeFirst(limit);
                taken != null;
                taken =
                        gathered.isEmpty()
                                ? queue.takeFirst(limit)
                                : queue.takeNext(gathered.getFirst(), size, limit)) {
            Call<E, A> call = (Call<E, A>) taken;
            count(call, -1);
            if (call.size() > limit) {
                call.conclude(new Outcome.TooLarge<>());
            } else if (call.isCutOff() || call.behalf().deadline().isOver()) {
                call.conclude(new Outcome.NotAttempted<>());
            } else {
                gathered.add(call);
                size += call.size();
            }
        }
        return gathered.isEmpty() ? null : new Message.Group<>(kind, gathered);
    }

    /** Takes calls back of which nothing was sent after all: they come first again. */
    synchronized void putBack(List<? extends Call<?, ?>> calls) {
        for (Call<?, ?> call : calls.reversed()) {
            queueOf(call.kind()).putBack(call);
            count(call, 1);
        }
    }

    /** Tells everyone who waits that nothing will be attempted. */
    synchronized void sendAway() {
        for (FairQueue queue : waiting.values()) {
            for (Call<?, ?> call = queue.takeFirst(Integer.MAX_VALUE);
                    call != null;
                    call = queue.takeFirst(Integer.MAX_VALUE)) {
                count(call, -1);
                call.conclude(new Outcome.NotAttempted<>());
            }
        }
    }

    /** Admits nothing more: later callers are sent away. */
    synchronized void stopAdmitting() {
        closed = true;
    }

    /** Sends everyone away, later callers too. */
    synchronized void close() {
        closed = true;
        sendAway();
    }

    private void count(Call<?, ?> call, int sign) {
        all.add(call, sign);
        byOrganisation.compute(
                call.behalf().organisation(),
                (organisation, known) -> {
                    Occupancy occupancy = known == null ? new Occupancy() : known;
                    occupancy.add(call, sign);
                    return occupancy.calls == 0 ? null : occupancy;
                });
    }

    private FairQueue queueOf(CallKind<?, ?> kind) {
        FairQueue queue = waiting.get(kind);
        if (queue == null) {
            throw new IllegalArgumentException(kind + " does not belong here");
        }
        return queue;
    }
}
