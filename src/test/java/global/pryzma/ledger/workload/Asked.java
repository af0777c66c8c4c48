package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Operation;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * A mutation that was asked for under one key, by one request or several, which all have the same
 * answer.
 *
 * @param id of what it makes, if it does
 * @param sent in the order of their answers
 */
record Asked(int step, Operation operation, UUID id, List<Sent> sent) {
    Asked {
        sent = sent.stream().sorted(Comparator.comparingLong(Sent::answered)).toList();
    }

    /** The answer. */
    Sent answer() {
        return sent.getFirst();
    }

    long invoked() {
        return sent.stream().mapToLong(Sent::invoked).min().orElseThrow();
    }

    /** When its outcome was there. */
    long answered() {
        return answer().answered();
    }

    /** Whether it was over before that request was sent. */
    boolean isBefore(Sent other) {
        return answered() < other.invoked();
    }
}
