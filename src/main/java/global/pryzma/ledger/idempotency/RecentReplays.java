package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The keys whose responses were replayed a moment ago: a client that repeats itself asks nothing of
 * Postgres, and is answered while that is away. A recorded response never changes; it is forgotten
 * after a short time all the same, so that what is taken out of Postgres by hand, or by a backup,
 * does not live on here.
 */
final class RecentReplays {
    private static final int MOST = 4_096;

    /** What is larger is read again: all together they stay small. */
    private static final int MOST_BYTES = 4_096;

    private final long keptNanos;
    private final LongSupplier nanoTime;
    private final Map<ScopedKey, Replay> replays =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ScopedKey, Replay> eldest) {
                    return size() > MOST;
                }
            };

    private record Replay(ClaimedKey row, long since) {}

    /**
     * @param kept for how long; zero if not at all
     */
    RecentReplays(Duration kept, LongSupplier nanoTime) {
        this.keptNanos = kept.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Notes a row with its response; one that is here stays no longer for it. */
    synchronized void add(ClaimedKey row, RecordedResponse response) {
        if (keptNanos > 0
                && row.command().length + response.body().length <= MOST_BYTES
                && find(row.key()).isEmpty()) {
            replays.remove(row.key()); // so that it is the youngest
            replays.put(row.key(), new Replay(row, nanoTime.getAsLong()));
        }
    }

    /** The row of a key that was replayed a moment ago. */
    synchronized Optional<ClaimedKey> find(ScopedKey key) {
        Replay replay = replays.get(key);
        return replay == null || nanoTime.getAsLong() - replay.since() > keptNanos
                ? Optional.empty()
                : Optional.of(replay.row());
    }
}
