package global.pryzma.ledger.operations.availability;

import java.time.Instant;
import java.util.List;

/**
 * What Postgres had at one moment of the last 90 days.
 *
 * @param at its own time
 * @param atNanos the same in {@link System#nanoTime()}
 * @param lives newest first
 * @param knownFrom what was before may be missing, since there was too much
 */
record Snapshot(
        Instant at, long atNanos, List<Life> lives, List<SeenPeriod> troubles, Instant knownFrom) {
    /** Postgres' time now. */
    Instant now(long nanoTime) {
        return at.plusNanos(nanoTime - atNanos);
    }
}
