package global.pryzma.ledger.operations.page;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of the operators' page, under {@code pryzma.operations}.
 *
 * @param step between two points of its charts, 1 s to 1 min; they show an hour
 */
@ConfigurationProperties("pryzma.operations")
record PageSettings(@Bindable(defaultValue = "10s") Duration step) {
    private static final Duration SHOWN = Duration.ofHours(1);

    PageSettings {
        if (step.compareTo(Duration.ofSeconds(1)) < 0
                || step.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "pryzma.operations.step is 1 s to 1 min, not " + step);
        }
    }

    /** How many steps are shown. */
    int steps() {
        return Math.toIntExact(SHOWN.dividedBy(step));
    }
}
