package global.pryzma.ledger.tigerbeetle;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of the ledger gateway, under {@code pryzma.ledger}.
 *
 * <p>The defaults let a caller with a total deadline of 3 s have two or three attempts, and bring
 * the first success within 2 s of the cluster's return: a new client needs about 0.7 s for its
 * first answer, and is opened within 0.2 s of the moment that somebody listens.
 *
 * @param maxEvents the events of one message to begin with, 1 to 8190. A cluster started with
 *     {@code --development} takes 254; a larger setting is halved until it fits
 * @param attemptTimeout how long a message may go unanswered before a new client is sought for it,
 *     50 ms to 1 min
 * @param replacementInterval how long the search may go without an answer before that counts as a
 *     miss, 100 ms to 1 min; grows by half with each miss, with a jitter of a fifth. Below 1 s a
 *     new client is counted before it could answer
 * @param replacementIntervalMax what that interval grows to, at most 1 min
 * @param missesToOpen unanswered attempts in a row after which callers are answered at once that
 *     the ledger is unavailable, 1 to 1000
 * @param heartbeatInterval how long a client may be idle before it is asked for a sign of life, 100
 *     ms to 1 h
 * @param wrongLedgerInterval how long to wait before a wrong ledger is looked at again, 100 ms to 1
 *     h
 * @param drainLimit how long a replaced client may go on waiting for its answer, 0 to 1 h
 * @param maxWaitingCalls how many calls may wait to be sent, for changes and reads by id together
 *     and for queries each, 1 to 1000000
 * @param maxWaitingEvents how many events or ids those calls may have together, at least twice
 *     {@code maxEvents}
 * @param organisationSharePercent how much of both one organisation may take, 1 to 100; never less
 *     than one full message
 * @param closeGrace how long closing waits for outstanding answers, 0 to 1 min
 */
@ConfigurationProperties("pryzma.ledger")
record GatewaySettings(
        @Bindable(defaultValue = "8190") int maxEvents,
        @Bindable(defaultValue = "800ms") Duration attemptTimeout,
        @Bindable(defaultValue = "1s") Duration replacementInterval,
        @Bindable(defaultValue = "2s") Duration replacementIntervalMax,
        @Bindable(defaultValue = "3") int missesToOpen,
        @Bindable(defaultValue = "5s") Duration heartbeatInterval,
        @Bindable(defaultValue = "5s") Duration wrongLedgerInterval,
        @Bindable(defaultValue = "60s") Duration drainLimit,
        @Bindable(defaultValue = "8192") int maxWaitingCalls,
        @Bindable(defaultValue = "65536") int maxWaitingEvents,
        @Bindable(defaultValue = "50") int organisationSharePercent,
        @Bindable(defaultValue = "2s") Duration closeGrace) {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    GatewaySettings {
        within("max-events", maxEvents, 1, 8190);
        within("attempt-timeout", attemptTimeout, Duration.ofMillis(50), MINUTE);
        within("replacement-interval", replacementInterval, Duration.ofMillis(100), MINUTE);
        within("replacement-interval-max", replacementIntervalMax, replacementInterval, MINUTE);
        within("misses-to-open", missesToOpen, 1, 1000);
        within("heartbeat-interval", heartbeatInterval, Duration.ofMillis(100), HOUR);
        within("wrong-ledger-interval", wrongLedgerInterval, Duration.ofMillis(100), HOUR);
        within("drain-limit", drainLimit, Duration.ZERO, HOUR);
        within("max-waiting-calls", maxWaitingCalls, 1, 1_000_000);
        within("max-waiting-events", maxWaitingEvents, 2 * maxEvents, Integer.MAX_VALUE);
        within("organisation-share-percent", organisationSharePercent, 1, 100);
        within("close-grace", closeGrace, Duration.ZERO, MINUTE);
    }

    /** The settings when nothing is configured. */
    static GatewaySettings defaults() {
        return new GatewaySettings(
                8190,
                Duration.ofMillis(800),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                3,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                8192,
                65536,
                50,
                Duration.ofSeconds(2));
    }

    /** The calls of one organisation that may wait. */
    int callsOfAnOrganisation() {
        return (int) Math.max(1, (long) maxWaitingCalls * organisationSharePercent / 100);
    }

    /** The events of one organisation that may wait. */
    int eventsOfAnOrganisation() {
        return (int) Math.max(maxEvents, (long) maxWaitingEvents * organisationSharePercent / 100);
    }

    private static void within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "pryzma.ledger." + name + " is " + min + " to " + max + ", not " + value);
        }
    }

    private static void within(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "pryzma.ledger." + name + " is " + min + " to " + max + ", not " + value);
        }
    }
}
