package global.pryzma.ledger.tigerbeetle;

import java.time.Duration;

/**
 * How long a message of one lane takes lately, from its sending to its reply: a moving average, in
 * which the last eight count for the most part. Written by one thread, read by all.
 */
final class Pace {
    private static final int WEIGHT = 8;

    private volatile long nanos;

    /** Notes one message that was answered. */
    void took(long nanosOfOne) {
        long before = nanos;
        nanos = before == 0 ? nanosOfOne : before + (nanosOfOne - before) / WEIGHT;
    }

    /** How long so many messages take, one after the other; nothing while none is known. */
    Duration of(long messages) {
        return Duration.ofNanos(messages * nanos);
    }
}
