package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.LastSweep;
import global.pryzma.ledger.operations.PostgresState;
import global.pryzma.ledger.operations.ServiceStatus;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * The watch over the progress of the sweep, whichever instance makes it. Time in which it can't
 * make any, because the ledger or Postgres is away, does not count: that is an incident by itself.
 */
@Singleton
final class SweepWatch {
    /** So many intervals may pass without progress; another instance takes over after two. */
    private static final int INTERVALS = 6;

    private static final Duration AT_LEAST = Duration.ofMinutes(1);

    private final LastSweep lastSweep;
    private final Journal journal;
    private final long patienceNanos;
    private LastSweep.@Nullable Progress last;
    private long movedNanos = System.nanoTime();

    SweepWatch(
            LastSweep lastSweep,
            Journal journal,
            @Value("${pryzma.sweep.interval:10s}") Duration interval,
            @Value("${pryzma.availability.sweep-patience:0s}") Duration patience) {
        this.lastSweep = lastSweep;
        this.journal = journal;
        Duration usual = interval.multipliedBy(INTERVALS);
        Duration least = usual.compareTo(AT_LEAST) > 0 ? usual : AT_LEAST;
        this.patienceNanos = (patience.isPositive() ? patience : least).toNanos();
    }

    /** Whether it has come no further for too long; asked by one thread. */
    boolean stands() {
        LastSweep.Progress now = lastSweep.progress().orElse(null);
        boolean canMove =
                journal.postgres() instanceof PostgresState.Writable
                        && journal.seen().stream().allMatch(SweepWatch::letsItMove);
        if (!canMove || (now != null && !isAt(now, last))) {
            last = now;
            movedNanos = System.nanoTime();
        }
        return System.nanoTime() - movedNanos > patienceNanos;
    }

    private static boolean letsItMove(Journal.Seen seen) {
        return switch (seen.component()) {
            case TRANSFERS, QUERIES, POSTGRES -> seen.status() == ServiceStatus.AVAILABLE;
            case SWEEP -> true;
        };
    }

    /** The number of orphans changes otherwise as well. */
    private static boolean isAt(LastSweep.Progress now, LastSweep.@Nullable Progress before) {
        return before != null
                && Objects.equals(now.finishedAt(), before.finishedAt())
                && Objects.equals(now.until(), before.until());
    }
}
