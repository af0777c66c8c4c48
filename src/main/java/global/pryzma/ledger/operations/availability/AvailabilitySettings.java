package global.pryzma.ledger.operations.availability;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of the history of availability, under {@code pryzma.availability}.
 *
 * @param retention how long it is kept, 91 d to 3650 d: the status page shows 90 days
 * @param purgeInterval between two purges, 100 ms to 1 d
 */
@ConfigurationProperties("pryzma.availability")
record AvailabilitySettings(
        @Bindable(defaultValue = "365d") Duration retention,
        @Bindable(defaultValue = "10m") Duration purgeInterval) {
    AvailabilitySettings {
        within("retention", retention, Duration.ofDays(91), Duration.ofDays(3650));
        within("purge-interval", purgeInterval, Duration.ofMillis(100), Duration.ofDays(1));
    }

    private static void within(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "pryzma.availability." + name + " is " + min + " to " + max + ", not " + value);
        }
    }
}
