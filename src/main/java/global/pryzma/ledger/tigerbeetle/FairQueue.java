package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.UUID;

/**
 * Calls of one kind that wait, the organisations in turn: each gives one call before any gives its
 * next. So whoever asks for much waits for itself. Within an organisation they keep their order.
 *
 * <p>A message takes as long as what is in it, and one is under way at a time. So those with large
 * calls are kept short, and the small calls that came meanwhile go between any two of them. As long
 * as small calls of others come, they are shorter still: it is half of such a message, and a whole
 * one at worst, that each of these waits for.
 */
final class FairQueue {
    /** The most events of a small call. */
    static final int SMALL = 256;

    /** The most events of a message that begins with a large call, if that has no more alone. */
    static final int SHORT = 2_000;

    /** The same while small calls of others come. */
    static final int SHORTEST = 500;

    /**
     * For how many messages with large calls it is taken that they do. Between two calls of a
     * client with one request in flight there are some three.
     */
    static final int COURTESY = 16;

    private static final class Line {
        final SequencedSet<Call<?, ?>> calls = new LinkedHashSet<>();
        final Events events = new Events();
    }

    /** How many events calls have. */
    private static final class Events {
        int ofSmall;
        int ofLarge;

        void add(Call<?, ?> call, int sign) {
            if (isSmall(call)) {
                ofSmall += sign * call.size();
            } else {
                ofLarge += sign * call.size();
            }
        }
    }

    /** Whose turn it is comes first. */
    private final SequencedMap<UUID, Line> lines = new LinkedHashMap<>();

    private final Events events = new Events();
    private int calls;
    private boolean largeCameLast;

    /** How many more messages with large calls are of the shortest. */
    private int courtesy;

    void add(Call<?, ?> call) {
        Line line = lines.computeIfAbsent(organisationOf(call), organisation -> new Line());
        line.calls.addLast(call);
        count(line, call, 1);
    }

    /** Puts a call back that was taken: it comes first again, and so does its organisation. */
    void putBack(Call<?, ?> call) {
        Line known = lines.remove(organisationOf(call));
        Line line = known == null ? new Line() : known;
        lines.putFirst(organisationOf(call), line);
        line.calls.addFirst(call);
        count(line, call, 1);
    }

    boolean remove(Call<?, ?> call) {
        Line line = lines.get(organisationOf(call));
        if (line == null || !line.calls.remove(call)) {
            return false;
        }
        count(line, call, -1);
        if (line.calls.isEmpty()) {
            lines.remove(organisationOf(call));
        }
        return true;
    }

    /** Takes the first call of a message, which has at most {@code limit} events. */
    @Nullable Call<?, ?> takeFirst(int limit) {
        if (largeCameLast && courtesy > 0) {
            courtesy--;
        }
        Call<?, ?> small = largeCameLast ? take(Math.min(SMALL, limit), limit) : null;
        Call<?, ?> first = small == null ? take(limit, limit) : small;
        if (first != null) {
            largeCameLast = !isSmall(first);
        }
        return first;
    }

    /**
     * Takes another one.
     *
     * @param first of the message
     * @param size of the message so far, in events
     */
    @Nullable Call<?, ?> takeNext(Call<?, ?> first, int size, int limit) {
        return take(
                isSmall(first) ? Math.min(SMALL, limit - size) : ofLargeCalls(limit) - size, limit);
    }

    private int ofLargeCalls(int limit) {
        return Math.min(courtesy > 0 ? SHORTEST : SHORT, limit);
    }

    private static boolean isSmall(Call<?, ?> call) {
        return call.size() <= SMALL;
    }

    /**
     * Takes the next call that has no more than so many events; one with more than {@code limit} is
     * taken too, as it never will. An organisation whose first call does not fit keeps its turn.
     */
    private @Nullable Call<?, ?> take(int room, int limit) {
        Iterator<Map.Entry<UUID, Line>> inTurn = lines.entrySet().iterator();
        while (inTurn.hasNext()) {
            Map.Entry<UUID, Line> next = inTurn.next();
            Line line = next.getValue();
            Call<?, ?> first = line.calls.getFirst();
            if (first.size() <= room || first.size() > limit) {
                inTurn.remove();
                line.calls.removeFirst();
                count(line, first, -1);
                if (!line.calls.isEmpty()) {
                    lines.putLast(next.getKey(), line);
                }
                if (isSmall(first) && events.ofLarge > line.events.ofLarge) {
                    courtesy = COURTESY; // somebody else has large ones
                }
                return first;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return calls == 0;
    }

    /** How many messages all that waits makes, about. */
    long messages(int limit) {
        return limit == 1 ? calls : messagesOf(inFullMessages(events, limit), limit);
    }

    /** How many messages it takes until this call, not yet here, has been sent, about. */
    long messagesUntil(Call<?, ?> newcomer, int limit) {
        Line own = lines.get(organisationOf(newcomer));
        long ownCalls = (own == null ? 0 : own.calls.size()) + 1L;
        Events ofNewcomer = new Events();
        ofNewcomer.add(newcomer, 1);
        long ownEvents =
                inFullMessages(ofNewcomer, limit)
                        + (own == null ? 0 : inFullMessages(own.events, limit));
        long before = limit == 1 ? ownCalls : ownEvents;
        for (Line line : lines.values()) {
            if (line != own) {
                before +=
                        limit == 1
                                ? Math.min(line.calls.size(), ownCalls)
                                : Math.min(inFullMessages(line.events, limit), ownEvents);
            }
        }
        return limit == 1 ? before : messagesOf(before, limit);
    }

    /** As if the messages of large calls were as full as the others. */
    private long inFullMessages(Events some, int limit) {
        return some.ofSmall + (long) some.ofLarge * limit / ofLargeCalls(limit);
    }

    private static long messagesOf(long events, int limit) {
        return (events + limit - 1) / limit;
    }

    private void count(Line line, Call<?, ?> call, int sign) {
        line.events.add(call, sign);
        events.add(call, sign);
        calls += sign;
    }

    private static UUID organisationOf(Call<?, ?> call) {
        return call.behalf().organisation();
    }
}
