package global.pryzma.ledger.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

import java.time.Duration;

/**
 * The token buckets of one kind of client, a bounded number of them. One that was not used for as
 * long as it takes to fill is forgotten, as it would be full.
 */
final class Buckets<K> {
    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final int REMEMBERED = 32_768;

    private final String name;
    private final long windowSeconds;
    private final LoadingCache<Limited<K>, Filled> buckets;

    /**
     * Whose bucket it is, and how much it holds.
     *
     * @param quota of requests in each window, and the most that come at once
     */
    private record Limited<K>(K key, long quota) {}

    /** A bucket, and what is told of its size with each answer. */
    private record Filled(Bucket bucket, String policy) {}

    /**
     * @param name as the headers have it
     */
    Buckets(String name, Duration window) {
        this.name = name;
        this.windowSeconds = window.toSeconds();
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterAccess(window.multipliedBy(2))
                        .build(limited ->
                                new Filled(full(limited.quota(), window), policy(limited.quota())));
    }

    private static Bucket full(long quota, Duration window) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                .withNanosecondPrecision() // and a clock that nobody sets
                .build();
    }

    private String policy(long quota) {
        return "\"" + name + "\";q=" + quota + ";w=" + windowSeconds;
    }

    /** Takes one request's share, if there is one. */
    Rate take(K key, long quota) {
        Filled filled = buckets.get(new Limited<>(key, quota));
        ConsumptionProbe probe = filled.bucket().tryConsumeAndReturnRemaining(1);
        long waitSeconds = probe.isConsumed() ? 0 : secondsOf(probe.getNanosToWaitForRefill());
        return new Rate(
                filled.policy(),
                "\""
                        + name
                        + "\";r="
                        + probe.getRemainingTokens()
                        + ";t="
                        + (probe.isConsumed() ? windowSeconds : waitSeconds),
                waitSeconds);
    }

    /** The share was not needed. */
    void giveBack(K key, long quota) {
        buckets.get(new Limited<>(key, quota)).bucket().addTokens(1);
    }

    /** Never 0: whoever waits for so long finds a share. */
    private static long secondsOf(long nanos) {
        return Math.max(1, Math.ceilDiv(nanos, NANOS_A_SECOND));
    }
}
