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
 */
final class FairQueue {
    private static final class Line {
        final SequencedSet<Call<?, ?>> calls = new LinkedHashSet<>();
        int events;
    }

    /** Whose turn it is comes first. */
    private final SequencedMap<UUID, Line> lines = new LinkedHashMap<>();

    private int calls;
    private int events;

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

    /**
     * Takes the next call that has no more than so many events; one with more than {@code limit} is
     * taken too, as it never will. An organisation whose first call does not fit keeps its turn.
     */
    @Nullable Call<?, ?> take(int room, int limit) {
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
        return limit == 1 ? calls : messagesOf(events, limit);
    }

    /** How many messages it takes until this call, not yet here, has been sent, about. */
    long messagesUntil(Call<?, ?> newcomer, int limit) {
        Line own = lines.get(organisationOf(newcomer));
        long ownCalls = (own == null ? 0 : own.calls.size()) + 1L;
        long ownEvents = (own == null ? 0 : own.events) + (long) newcomer.size();
        long before = limit == 1 ? ownCalls : ownEvents;
        for (Line line : lines.values()) {
            if (line != own) {
                before +=
                        limit == 1
                                ? Math.min(line.calls.size(), ownCalls)
                                : Math.min(line.events, ownEvents);
            }
        }
        return limit == 1 ? before : messagesOf(before, limit);
    }

    private static long messagesOf(long events, int limit) {
        return (events + limit - 1) / limit;
    }

    private void count(Line line, Call<?, ?> call, int sign) {
        line.events += sign * call.size();
        events += sign * call.size();
        calls += sign;
    }

    private static UUID organisationOf(Call<?, ?> call) {
        return call.behalf().organisation();
    }
}
