package global.pryzma.ledger.tigerbeetle;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The intervals between two new clients: exponential with jitter, by Resilience4j, whose retry also
 * counts them. They start anew after every answer. There is no last attempt here: a message ends
 * with its deadline, and the cluster's return is waited for for ever.
 */
final class Backoff {
    private static final double MULTIPLIER = 1.5;
    private static final double JITTER = 0.2;

    /**
     * The steps after which the interval has long reached its bound; further powers would only
     * cost.
     */
    private static final int STEPS = 20;

    private final Retry retry;
    private Retry.@Nullable AsyncContext<Object> series;

    Backoff(String name, Duration first, Duration longest) {
        IntervalFunction growing =
                IntervalFunction.ofExponentialRandomBackoff(first, MULTIPLIER, JITTER, longest);
        this.retry =
                Retry.of(
                        name,
                        RetryConfig.custom()
                                .maxAttempts(Integer.MAX_VALUE)
                                .intervalFunction(
                                        attempt -> growing.apply(Math.min(attempt, STEPS)))
                                .build());
    }

    /** The next interval, after an attempt that was missed for this reason. */
    Duration next(Exception why) {
        if (series == null) {
            series = retry.asyncContext();
        }
        return Duration.ofMillis(series.onError(why));
    }

    /** Begins the intervals anew, after an answer. */
    void reset() {
        if (series != null) {
            series.onComplete();
            series = null;
        }
    }
}
