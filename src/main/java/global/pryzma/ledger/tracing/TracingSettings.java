package global.pryzma.ledger.tracing;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Whether and where traces are told.
 *
 * @param endpoint the URL that takes traces by OTLP over HTTP; null or empty for none
 * @param headers what is sent with them, as {@code name=value,name=value}
 * @param ratio of the traces that begin here, how many are told, 0 to 1; of a caller's trace he
 *     decides
 * @param exportInterval how often what has gathered is sent
 */
@ConfigurationProperties("pryzma.tracing")
record TracingSettings(
        @Nullable String endpoint,
        @Nullable String headers,
        @Bindable(defaultValue = "1.0") double ratio,
        @Bindable(defaultValue = "1s") Duration exportInterval) {
    @ConfigurationInject
    TracingSettings {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("pryzma.tracing.ratio is 0 to 1");
        }
        if (!exportInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "pryzma.tracing.export-interval is more than nothing");
        }
    }
}
