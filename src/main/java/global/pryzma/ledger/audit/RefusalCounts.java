package global.pryzma.ledger.audit;

import global.pryzma.ledger.security.Origin;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Refusals that are counted together until they are written: so many of the same reason, client and
 * address. Of those there are as many as a flood likes; beyond a number only the reasons are told
 * apart, of which there are few.
 */
final class RefusalCounts {
    private final int distinct;
    private final Map<Kind, Count> counts = new LinkedHashMap<>();

    /** What is counted together; of what there was no more room for the reason alone. */
    record Kind(
            String reason,
            @Nullable UUID organisation,
            @Nullable String clientId,
            @Nullable String address) {
        Kind reasonAlone() {
            return new Kind(reason, null, null, null);
        }
    }

    private record Count(long occurrences, Instant since) {
        Count and(Count other) {
            return new Count(
                    occurrences + other.occurrences,
                    since.isBefore(other.since) ? since : other.since);
        }
    }

    /**
     * @param distinct how many kinds are told apart
     */
    RefusalCounts(int distinct) {
        this.distinct = distinct;
    }

    synchronized void add(Kind kind, Instant at) {
        add(kind, new Count(1, at));
    }

    private void add(Kind kind, Count count) {
        Kind counted =
                counts.containsKey(kind) || counts.size() < distinct ? kind : kind.reasonAlone();
        counts.merge(counted, count, Count::and);
    }

    /** Those so far, as events; the counting begins anew. */
    synchronized List<AuditEvent> take() {
        List<AuditEvent> events = new ArrayList<>();
        counts.forEach((kind, count) -> events.add(event(kind, count)));
        counts.clear();
        return events;
    }

    private static AuditEvent event(Kind kind, Count count) {
        return new AuditEvent(
                UUID.randomUUID(),
                AuditAction.AUTHENTICATION_REFUSE,
                kind.reason(),
                kind.organisation(),
                new Origin(kind.clientId(), kind.address(), null),
                null,
                null,
                count.occurrences(),
                count.since());
    }
}
