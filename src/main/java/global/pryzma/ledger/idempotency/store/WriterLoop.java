package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.postgres.PostgresFaults;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes everything that waits, of many requests, in one transaction: the next batch fills while
 * the previous one commits, so that an idle system writes at once and a busy one shares its
 * commits.
 *
 * <p>A batch that Postgres refuses because of its data is halved until the culprit is alone; the
 * others are written. Faults that pass (no connection, timeout) fail the whole batch at once: its
 * callers have deadlines, and may retry with the same key.
 */
public final class WriterLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);

    private static final long CLOSE_CHECK_MILLIS = 100;

    private final Transactions transactions;
    private final int batchLimit;
    private final BlockingQueue<KeyWrite> waiting;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param waitingLimit how many writes may wait
     * @param batchLimit how many writes share a transaction, at most
     */
    public WriterLoop(Transactions transactions, int waitingLimit, int batchLimit) {
        this.transactions = transactions;
        this.batchLimit = batchLimit;
        this.waiting = new ArrayBlockingQueue<>(waitingLimit);
        this.thread = Thread.ofPlatform().name("idempotency-writer").daemon().start(this::loop);
    }

    /**
     * Takes the write into the next batch; false when too many wait, or when the loop is closed.
     */
    public boolean offer(KeyWrite write) {
        return !closed && waiting.offer(write);
    }

    private void loop() {
        ArrayDeque<KeyWrite> held = new ArrayDeque<>();
        while (!closed || !waiting.isEmpty() || !held.isEmpty()) {
            try {
                writeNext(held);
            } catch (Throwable _) {
                // Of the log itself, for want of memory. Without this thread nothing would be
                // written any more.
            }
        }
    }

    private void writeNext(ArrayDeque<KeyWrite> held) {
        List<KeyWrite> batch = List.of();
        try {
            batch = nextBatch(held);
            if (!batch.isEmpty()) {
                write(batch, true);
            }
        } catch (InterruptedException e) {
            LOG.warn("nobody interrupts the writer loop; it ends when it is closed");
        } catch (Throwable e) {
            // Whether it was written is not known, and nobody has to wait until its deadline for
            // that.
            WriteFailure failure = new WriteFailure(true, e);
            batch.forEach(write -> write.done().completeExceptionally(failure));
            LOG.error("the writer loop goes on after a fault", e);
        }
    }

    /** At most one write of each kind for each key; the surplus is held for the next batch. */
    private List<KeyWrite> nextBatch(ArrayDeque<KeyWrite> held) throws InterruptedException {
        List<KeyWrite> candidates = new ArrayList<>(held);
        held.clear();
        if (candidates.isEmpty()) {
            KeyWrite first = waiting.poll(CLOSE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            if (first == null) {
                return List.of();
            }
            candidates.add(first);
        }
        waiting.drainTo(candidates, Math.max(0, batchLimit - candidates.size()));
        List<KeyWrite> batch = new ArrayList<>(candidates.size());
        Set<KindOfKey> taken = new HashSet<>();
        // After a Postgres that hung: keys that nobody waits for any more stay unused.
        candidates.removeIf(write -> write instanceof Claim && write.done().isDone());
        for (KeyWrite write : candidates) {
            if (taken.add(new KindOfKey(write.getClass(), write.key()))) {
                batch.add(write);
            } else {
                held.add(write);
            }
        }
        batch.sort(Comparator.comparing(KeyWrite::key));
        return batch;
    }

    private void write(List<KeyWrite> batch, boolean mayTryAgain) {
        try {
            transactions
                    .runByWriter(connection -> WriteBatch.write(connection, batch))
                    .complete()
                    .forEach(this::offer);
        } catch (WriteFailure failure) {
            if (mayTryAgain && PostgresFaults.isDeadlock(failure)) {
                write(batch, false);
            } else if (failure.isTransient()) {
                LOG.warn("{} writes failed: {}", batch.size(), failure.getMessage());
                batch.forEach(write -> write.done().completeExceptionally(failure));
                if (closed) {
                    failWaiting(failure); // each further batch would wait for Postgres as long
                }
            } else if (batch.size() == 1) {
                LOG.error("Postgres refuses the write of key {}", batch.getFirst().key(), failure);
                batch.getFirst().done().completeExceptionally(failure);
            } else {
                write(batch.subList(0, batch.size() / 2), true);
                write(batch.subList(batch.size() / 2, batch.size()), true);
            }
        }
    }

    /** Takes nothing more, writes what waits, and returns when that is done. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // An offer may have slipped in between the flag and the end of the loop.
        WriteFailure failure = new WriteFailure(true, new SQLTransientException("shutting down"));
        failWaiting(failure);
    }

    private void failWaiting(WriteFailure failure) {
        List<KeyWrite> writes = new ArrayList<>();
        waiting.drainTo(writes);
        writes.forEach(write -> write.done().completeExceptionally(failure));
    }

    private record KindOfKey(Class<?> kind, ScopedKey key) {}
}
