package global.pryzma.ledger.sweep;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** How far the sweep has come, whichever instance does it, as this one last saw it. */
@Singleton
public final class LastSweep {
    private volatile @Nullable Progress progress;

    LastSweep() {}

    /**
     * The sweep's progress.
     *
     * @param finishedAt when the end of the ledger was last reached; null if it never was
     * @param untilNanos the ledger's timestamp of the youngest row compared; 0 for none
     * @param orphans how many are on the list
     */
    public record Progress(@Nullable Instant finishedAt, long untilNanos, long orphans) {}

    /** Empty until this instance has looked for the first time. */
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    void is(SweepRow row, long orphans) {
        progress =
                new Progress(
                        row.finishedAt(),
                        Math.max(row.accountsUntilNanos(), row.transfersUntilNanos()),
                        orphans);
    }
}
