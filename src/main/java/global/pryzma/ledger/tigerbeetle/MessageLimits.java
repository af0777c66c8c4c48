package global.pryzma.ledger.tigerbeetle;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The most events that a message of each kind may hold. The cluster does not tell: the configured
 * number stands until the client refuses a message as too large (nothing is sent then), and is
 * halved for the rest of that client's life.
 */
final class MessageLimits {
    private final int configured;
    private final Map<CallKind<?, ?>, Integer> learned = new ConcurrentHashMap<>();
    private final Map<CallKind<?, ?>, Integer> taken = new ConcurrentHashMap<>();

    MessageLimits(int configured) {
        this.configured = configured;
    }

    int of(CallKind<?, ?> kind) {
        return kind.grouped() ? learned.getOrDefault(kind, configured) : 1;
    }

    int smallest(List<CallKind<?, ?>> kinds) {
        return kinds.stream().mapToInt(this::of).min().orElse(configured);
    }

    /**
     * Learns from a message that was too large. When several calls shared it, each of them may
     * still fit alone, so the limit doesn't fall below the largest of them.
     */
    void refused(Message.Group<?, ?> message) {
        int half = Math.max(1, message.size() / 2);
        int known = Math.max(half, taken.getOrDefault(message.kind(), 1));
        boolean alone = message.calls().size() == 1;
        learned.put(message.kind(), alone ? known : Math.max(known, message.largestCall()));
    }

    /** Learns from a message that was answered. */
    void took(Message.Group<?, ?> message) {
        taken.merge(message.kind(), message.size(), Math::max);
    }

    /** Whether a message of as many events as may be was ever answered. */
    boolean isTaken(CallKind<?, ?> kind) {
        return taken.getOrDefault(kind, 0) >= of(kind);
    }

    /** Forgets what was learnt: a new client begins anew. */
    void forget() {
        learned.clear();
        taken.clear();
    }
}
