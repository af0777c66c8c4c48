package global.pryzma.ledger.operations;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * The progress of the comparison of Postgres with the ledger, whichever instance does it, as this
 * one last saw it.
 */
@Singleton
public final class LastSweep {
    private volatile @Nullable Progress progress;

    LastSweep() {}

    /**
     * The sweep's progress.
     *
     * @param finishedAt when the end of the ledger was last reached; null if it never was
     * @param until the ledger's time of the youngest row compared, with 9 digits; null for none
     * @param orphans how many rows of the ledger nobody owns
     */
    public record Progress(@Nullable Instant finishedAt, @Nullable String until, long orphans) {}

    /** The progress; empty until this instance has looked for the first time. */
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    public void is(Progress now) {
        progress = now;
    }
}
