package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.ledger.Deadline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The writes that wait for a {@link WriterLoop}, in a line for each organisation. A batch is filled
 * from one line after the other, so that nobody waits for more than his part of it because another
 * has many writes, or large ones.
 */
final class WriteQueue {
    private final int limit;
    private final Map<UUID, ArrayDeque<Waiting>> lines = new HashMap<>();

    /** The organisations that have a line, in the order of their turns. */
    private final ArrayDeque<UUID> turns = new ArrayDeque<>();

    private int size;

    /**
     * @param limit how many writes may wait
     */
    WriteQueue(int limit) {
        this.limit = limit;
    }

    /**
     * A write that waits.
     *
     * @param deadline until when somebody waits for it
     */
    record Waiting(KeyWrite write, Deadline deadline, long bytes) {
        Waiting(KeyWrite write, Deadline deadline) {
            this(write, deadline, write.bytes());
        }
    }

    /** False when too many wait. What ends a claim has the place that the claim had. */
    synchronized boolean offer(Waiting waiting) {
        boolean admitted =
                switch (waiting.write()) {
                    case Claim _, Recording _ -> size < limit;
                    case EndLease _, Unclaim _ -> true;
                };
        if (admitted) {
            UUID organisation = waiting.write().key().organisation();
            lines.computeIfAbsent(
                            organisation,
                            id -> {
                                turns.addLast(id);
                                return new ArrayDeque<>();
                            })
                    .addLast(waiting);
            size++;
            notifyAll();
        }
        return admitted;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    synchronized int size() {
        return size;
    }

    /**
     * The next batch, which has at most one write of each kind for each key; empty if nothing comes
     * within the patience.
     *
     * @param count how many writes it has at most
     * @param bytes how large they are together at most, but for one that is larger alone
     */
    synchronized List<Waiting> take(int count, long bytes, long patienceMillis)
            throws InterruptedException {
        if (size == 0) {
            wait(patienceMillis);
        }
        List<Waiting> batch = new ArrayList<>();
        Set<KindOfKey> kinds = new HashSet<>();
        long left = bytes;
        int passedOver = 0;
        while (batch.size() < count && passedOver < turns.size()) {
            UUID organisation = turns.removeFirst();
            ArrayDeque<Waiting> line = lineOf(organisation);
            Waiting first = line.peekFirst();
            if (first != null && first.bytes() > left && !batch.isEmpty()) {
                turns.addFirst(organisation);
                break;
            }
            if (first != null && kinds.add(KindOfKey.of(first.write()))) {
                line.removeFirst();
                size--;
                batch.add(first);
                left -= first.bytes();
                passedOver = 0;
            } else {
                passedOver++; // it comes with the next batch, and what is behind it as well
            }
            if (line.isEmpty()) {
                lines.remove(organisation);
            } else {
                turns.addLast(organisation);
            }
        }
        return batch;
    }

    private ArrayDeque<Waiting> lineOf(UUID organisation) {
        ArrayDeque<Waiting> line = Objects.requireNonNull(lines.get(organisation));
        // After a Postgres that hung: keys that nobody waits for any more stay unused.
        while (line.peekFirst() instanceof Waiting(Claim claim, _, _) && claim.done().isDone()) {
            line.removeFirst();
            size--;
        }
        return line;
    }

    /** Everything that waits, which does not wait here any more. */
    synchronized List<KeyWrite> drain() {
        List<KeyWrite> all =
                lines.values().stream().flatMap(ArrayDeque::stream).map(Waiting::write).toList();
        lines.clear();
        turns.clear();
        size = 0;
        return all;
    }

    private record KindOfKey(Class<?> kind, ScopedKey key) {
        static KindOfKey of(KeyWrite write) {
            return new KindOfKey(write.getClass(), write.key());
        }
    }
}
