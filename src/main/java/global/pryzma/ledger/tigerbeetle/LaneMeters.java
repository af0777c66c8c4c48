package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.metrics.Count;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.metrics.Sizes;
import global.pryzma.ledger.metrics.Times;

import java.util.Map;
import java.util.Objects;

/** The counters of one lane. */
final class LaneMeters {
    /** How an attempt to be answered ended: that of a message, or of a new client's check. */
    enum Attempt {
        ANSWERED,
        UNANSWERED,
        /** The cluster takes smaller messages; nothing was sent. */
        TOO_LARGE
    }

    /** Why a client was looked for that takes the place of another one. */
    enum Replacement {
        UNANSWERED,
        /** The cluster has ended the session, or the client was closed. */
        SESSION_LOST,
        WRONG_LEDGER
    }

    private final Metrics metrics;
    private final String lane;
    private final Map<Attempt, Count> attempts;
    private final Map<Replacement, Count> replacements;
    private final Times messageTimes;
    private final Sizes messageEvents;

    LaneMeters(Metrics metrics, String lane) {
        this.metrics = metrics;
        this.lane = lane;
        this.attempts = metrics.counts(Metric.LEDGER_ATTEMPTS, Attempt.class, lane);
        this.replacements = metrics.counts(Metric.LEDGER_CLIENT_REPLACEMENTS, Replacement.class);
        this.messageTimes = metrics.times(Metric.LEDGER_MESSAGE_SECONDS, lane);
        this.messageEvents = metrics.sizes(Metric.LEDGER_MESSAGE_EVENTS, lane);
    }

    void attempt(Attempt outcome) {
        Objects.requireNonNull(attempts.get(outcome)).add();
    }

    void replaced(Replacement reason) {
        Objects.requireNonNull(replacements.get(reason)).add();
    }

    /** A reply has come to this message; a life sign's tells nothing of how messages are. */
    void answered(Message message, long nanos) {
        attempt(Attempt.ANSWERED);
        if (message instanceof Message.Group<?, ?> group) {
            messageTimes.took(nanos);
            messageEvents.measured(group.size());
        }
    }

    /** Tells how many wait, and may. */
    void watch(WaitingRoom room, int capacity) {
        metrics.gauge(Metric.LEDGER_WAITING, room::size, lane);
        metrics.gauge(Metric.LEDGER_CAPACITY, () -> capacity, lane);
    }
}
