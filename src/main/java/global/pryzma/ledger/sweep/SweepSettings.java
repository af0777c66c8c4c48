package global.pryzma.ledger.sweep;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of the sweep, under {@code pryzma.sweep}.
 *
 * @param interval between two runs, 10 ms to 1 h
 * @param delay how old a row of the ledger must be to be compared, 0 to 1 h: a younger one is
 *     probably being recorded still
 * @param overlap how much of the ledger's time before the mark is compared again with each run, 0
 *     to 1 d
 * @param batch how many rows are read with one step, 1 to 8190
 */
@ConfigurationProperties("pryzma.sweep")
record SweepSettings(
        @Bindable(defaultValue = "10s") Duration interval,
        @Bindable(defaultValue = "10s") Duration delay,
        @Bindable(defaultValue = "60s") Duration overlap,
        @Bindable(defaultValue = "2000") int batch) {
    SweepSettings {
        within("interval", interval, Duration.ofMillis(10), Duration.ofHours(1));
        within("delay", delay, Duration.ZERO, Duration.ofHours(1));
        within("overlap", overlap, Duration.ZERO, Duration.ofDays(1));
        if (batch < 1 || batch > 8190) {
            throw new IllegalArgumentException("pryzma.sweep.batch is 1 to 8190, not " + batch);
        }
    }

    private static void within(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "pryzma.sweep." + name + " is " + min + " to " + max + ", not " + value);
        }
    }
}
