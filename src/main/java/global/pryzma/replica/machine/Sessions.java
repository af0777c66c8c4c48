package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registered clients, 64 at most (TigerBeetle, {@code src/vsr/client_sessions.zig}). The table
 * is made of committed messages only, so that a restart finds the same one. Others than the commit
 * loop may look at it.
 */
public final class Sessions {
    public static final int MAX = 64;

    private final Map<U128, Session> byClient = new ConcurrentHashMap<>();

    public @Nullable Session find(U128 client) {
        return byClient.get(client);
    }

    int count() {
        return byClient.size();
    }

    public void remove(U128 client) {
        byClient.remove(client);
    }

    /** All of them, the one that committed longest ago first. */
    public List<Session> all() {
        return byClient.values().stream()
                .sorted(Comparator.comparingLong(Session::commit))
                .toList();
    }

    public Frozen freeze() {
        List<Session> sessions = all();
        return sink -> {
            sink.put(sessions.size());
            for (Session session : sessions) {
                session.writeTo(sink);
            }
        };
    }

    public void load(WordSource source) throws IOException {
        for (long left = source.get(); left > 0; left--) {
            put(Session.load(source));
        }
    }

    /**
     * A request of this client has been committed. A new client may cost the idlest its session.
     */
    public void put(Session session) {
        if (!byClient.containsKey(session.client()) && byClient.size() == MAX) {
            byClient.values().stream()
                    .min(Comparator.comparingLong(Session::commit))
                    .ifPresent(idlest -> byClient.remove(idlest.client()));
        }
        byClient.put(session.client(), session);
    }
}
