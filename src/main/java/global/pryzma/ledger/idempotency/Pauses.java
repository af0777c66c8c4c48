package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.Deadline;

import java.time.Duration;

/**
 * The pauses between looks at a row that another request works on: short ones at first, and none
 * beyond the deadline.
 */
final class Pauses {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration LAST = Duration.ofMillis(160);

    private final Deadline deadline;
    private Duration pause = FIRST;

    Pauses(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Waits; false when the deadline would be over after it. */
    boolean next() {
        if (deadline.remaining().compareTo(pause) <= 0) {
            return false;
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        pause = pause.compareTo(LAST) < 0 ? pause.multipliedBy(2) : LAST;
        return true;
    }
}
