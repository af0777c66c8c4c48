package global.pryzma.ledger.operations.availability;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** A share of a time as text, in percent with two decimals, cut: 100.00 is nothing but all. */
final class Percentage {
    private static final long HUNDREDTHS = 10_000;

    private Percentage() {}

    /** Null for a share of nothing. */
    static @Nullable String of(Duration part, Duration whole) {
        long all = whole.dividedBy(ChronoUnit.MICROS.getDuration());
        if (all == 0) {
            return null;
        }
        long some = part.dividedBy(ChronoUnit.MICROS.getDuration());
        if (some < 0 || some > all) {
            throw new IllegalArgumentException(part + " of " + whole);
        }
        long share = Math.multiplyExact(some, HUNDREDTHS) / all;
        return "%d.%02d".formatted(share / 100, share % 100);
    }
}
