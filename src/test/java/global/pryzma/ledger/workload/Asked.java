package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Parts;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /**
     * What was asked for one by one: of a batch that is not atomic its items, unless it was refused
     * as a whole. Each has its part of the answer.
     */
    Stream<Asked> each() {
        return operation instanceof Operation.Batch batch && !batch.atomic() && answer().isSuccess()
                ? IntStream.range(0, batch.items().size()).mapToObj(i -> item(batch, i))
                : Stream.of(this);
    }

    private Asked item(Operation.Batch batch, int i) {
        return new Asked(
                step,
                batch.items().get(i),
                Parts.id(id, i),
                sent.stream().map(one -> one.ofItem(i)).toList());
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
