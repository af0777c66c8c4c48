package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;

/**
 * The place where calls wait until they are sent. It is bounded, in all and for each organisation,
 * so that an outage or one busy organisation can't fill the memory; whoever doesn't fit is refused
 * at once.
 *
 * <p>The kinds take turns: whatever waits of one kind becomes a message, then it is the next kind's
 * turn. So neither changes nor reads can starve the other, although they share one client.
 */
final class WaitingRoom {

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
    private final Map<CallKind<?, ?>, SequencedSet<Call<?, ?>>> waiting = new LinkedHashMap<>();
    private final List<CallKind<?, ?>> turns;
    private final Occupancy all = new Occupancy();
    private final Map<UUID, Occupancy> byOrganisation = new HashMap<>();
    private boolean closed;

    WaitingRoom(List<CallKind<?, ?>> kinds, Bounds bounds, MessageLimits limits) {
        this.bounds = bounds;
        this.limits = limits;
        this.turns = new ArrayList<>(kinds);
        kinds.forEach(kind -> waiting.put(kind, new LinkedHashSet<>()));
    }

    /** Lets a call in; false when there is no place for it. */
    synchronized boolean admit(Call<?, ?> call) {
        if (closed) {
            call.conclude(new Outcome.NotAttempted<>());
            return true;
        }
        UUID organisation = call.behalf().organisation();
        Occupancy own = byOrganisation.get(organisation);
        boolean full = all.exceeds(bounds.calls(), bounds.events(), call);
        boolean shareUsedUp =
                !organisation.equals(LedgerCall.SERVICE)
                        && (own == null ? new Occupancy() : own)
                                .exceeds(bounds.callsOfOne(), bounds.eventsOfOne(), call);
        if (full || shareUsedUp) {
            return false;
        }
        queueOf(call.kind()).addLast(call);
        count(call, 1);
        return true;
    }

    /**
     * Takes a call back whose deadline has passed; false if it is not waiting: sent, or answered.
     */
    synchronized boolean withdraw(Call<?, ?> call) {
        if (!queueOf(call.kind()).remove(call)) {
            return false;
        }
        count(call, -1);
        return true;
    }

    synchronized boolean isEmpty() {
        return all.calls == 0;
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
        List<Call<E, A>> gathered = new ArrayList<>();
        int size = 0;
        Iterator<Call<?, ?>> queue = queueOf(kind).iterator();
        while (queue.hasNext()) {
            Call<E, A> call = (Call<E, A>) queue.next();
            boolean fits = call.size() <= limit;
            if (fits && size + call.size() > limit) {
                break;
            }
            queue.remove();
            count(call, -1);
            if (!fits) {
                call.conclude(new Outcome.Failed<>(tooLarge(call, limit)));
            } else if (call.behalf().deadline().isOver()) {
                call.conclude(new Outcome.NotAttempted<>());
            } else {
                gathered.add(call);
                size += call.size();
            }
        }
        return gathered.isEmpty() ? null : new Message.Group<>(kind, gathered);
    }

    static IllegalArgumentException tooLarge(Call<?, ?> call, int limit) {
        return new IllegalArgumentException(
                call.size() + " events in one call; the cluster takes " + limit);
    }

    /** Takes calls back of which nothing was sent after all: they come first again. */
    synchronized void putBack(List<? extends Call<?, ?>> calls) {
        for (Call<?, ?> call : calls.reversed()) {
            queueOf(call.kind()).addFirst(call);
            count(call, 1);
        }
    }

    /** Tells everyone who waits that nothing will be attempted. */
    synchronized void sendAway() {
        for (SequencedSet<Call<?, ?>> queue : waiting.values()) {
            while (!queue.isEmpty()) {
                Call<?, ?> call = queue.removeFirst();
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

    private SequencedSet<Call<?, ?>> queueOf(CallKind<?, ?> kind) {
        SequencedSet<Call<?, ?>> queue = waiting.get(kind);
        if (queue == null) {
            throw new IllegalArgumentException(kind + " does not belong here");
        }
        return queue;
    }
}
