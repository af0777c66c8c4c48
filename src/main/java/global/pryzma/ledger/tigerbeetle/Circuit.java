package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LaneListener;
import global.pryzma.ledger.ledger.LaneStatus;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerStatus.State;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.LongSupplier;

/**
 * The state of the ledger for one courier: whether it answers, and whether it makes sense to let
 * calls wait. The first miss makes the lane degraded for whoever watches it; calls still wait, as
 * it may be back within their deadlines. After several misses in a row the circuit opens: everybody
 * is answered at once, and only the courier goes on trying. The first answer closes it: an answered
 * request, not an accepted connection. Each change is logged once, and told once.
 *
 * <pre>
 *   UNKNOWN ──answer──▶ AVAILABLE ◀──answer── DEGRADED ──misses──▶ UNAVAILABLE ──answer──▶ AVAILABLE
 *      └───────miss───────┴────────miss───────────▲
 *   any ──genesis missing──▶ WRONG_LEDGER ──genesis found──▶ AVAILABLE
 * </pre>
 *
 * Written by the courier's thread alone, read by all.
 */
final class Circuit {
    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);

    private final String name;
    private final int missesToOpen;
    private final LaneListener listener;
    private final LongSupplier nanoTime;
    private volatile LedgerStatus status;
    private volatile int misses;
    private volatile boolean probing;

    Circuit(String name, int missesToOpen, LaneListener listener, LongSupplier nanoTime) {
        this.name = name;
        this.missesToOpen = missesToOpen;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.status = new LedgerStatus(State.UNKNOWN, nanoTime.getAsLong(), "not asked yet");
    }

    LedgerStatus status() {
        return status;
    }

    LaneStatus lane() {
        LedgerStatus now = status;
        return new LaneStatus(
                name,
                now,
                switch (now.state()) {
                    case UNKNOWN, AVAILABLE, DEGRADED -> LaneStatus.Circuit.CLOSED;
                    case UNAVAILABLE ->
                            probing || misses < missesToOpen
                                    ? LaneStatus.Circuit.HALF_OPEN
                                    : LaneStatus.Circuit.OPEN;
                    case WRONG_LEDGER -> LaneStatus.Circuit.OPEN;
                });
    }

    /** Whether a call may wait for its turn. */
    boolean isClosed() {
        return switch (status.state()) {
            case UNKNOWN, AVAILABLE -> true;
            case DEGRADED, UNAVAILABLE -> misses < missesToOpen;
            case WRONG_LEDGER -> false;
        };
    }

    void answered() {
        misses = 0;
        if (status.state() != State.AVAILABLE) {
            become(State.AVAILABLE, "answers");
            LOG.info("The ledger answers ({})", name);
        }
    }

    void missed(String why) {
        int inARow = misses + 1;
        misses = inARow;
        LOG.debug("The ledger did not answer ({}), {} in a row: {}", name, inARow, why);
        if (status.state() == State.UNKNOWN || status.state() == State.AVAILABLE) {
            become(inARow < missesToOpen ? State.DEGRADED : State.UNAVAILABLE, why);
            LOG.warn("The ledger does not answer ({}): {}", name, why);
        } else if (status.state() == State.DEGRADED && inARow >= missesToOpen) {
            become(State.UNAVAILABLE, why);
        } else if (!status.detail().equals(why)) {
            // More is known now, as that somebody listens again and does not answer.
            status = new LedgerStatus(status.state(), status.sinceNanos(), why);
            LOG.info("The ledger still does not answer ({}): {}", name, why);
        }
        if (inARow == missesToOpen && status.state() == State.UNAVAILABLE) {
            LOG.error(
                    "The ledger is unavailable ({}): {}. Calls are refused until it answers a"
                            + " probe",
                    name,
                    why);
        }
    }

    /**
     * Lets calls wait again, since the cluster answers elsewhere; the next miss ends that. The
     * state stays what it is until there is an answer here.
     */
    void mayBeBack() {
        misses = Math.min(misses, missesToOpen - 1);
    }

    /** Whether a probe is on its way that somebody may answer at any moment. */
    void probes(boolean now) {
        probing = now;
    }

    void wrongLedger(String why) {
        misses = 0;
        if (status.state() != State.WRONG_LEDGER) {
            become(State.WRONG_LEDGER, why);
            LOG.error(
                    "WRONG LEDGER ({}): {}. Nothing is served: keys that have moved money already"
                            + " would move it again. Point this service at the cluster its"
                            + " database belongs to",
                    name,
                    why);
        }
    }

    @Override
    public String toString() {
        return name + ": " + status.detail();
    }

    private void become(State state, String detail) {
        LedgerStatus now = new LedgerStatus(state, nanoTime.getAsLong(), detail);
        status = now;
        listener.changed(name, now);
    }
}
