package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.idempotency.store.WriteQueue.Waiting;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.postgres.PostgresFaults;
import global.pryzma.ledger.postgres.PostgresUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes everything that waits, of many requests, in one transaction: the next batch fills while
 * the previous one commits, so that an idle system writes at once and a busy one shares its
 * commits.
 *
 * <p>A batch that Postgres refuses because of its data is halved until the culprit is alone; the
 * others are written. So is one that takes too long, or waits for a lock, as long as its callers
 * wait. Other faults that pass (no connection) fail the whole batch at once: its callers have
 * deadlines, and may retry with the same key.
 */
final class WriterLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);

    private static final long CLOSE_CHECK_MILLIS = 100;

    /** A transaction takes about as long as its bytes do. */
    private static final long BATCH_BYTES = 1024 * 1024;

    private final Transactions transactions;
    private final int batchLimit;
    private final WriterMeters meters;
    private final WriteQueue waiting;
    private final Trials trials = new Trials();
    private final Thread thread;
    private volatile boolean closed;
    private volatile List<Waiting> atWork = List.of();

    /**
     * @param waitingLimit how many writes may wait
     * @param batchLimit how many writes share a transaction, at most
     */
    WriterLoop(
            String name,
            Transactions transactions,
            int waitingLimit,
            int batchLimit,
            WriterMeters meters) {
        this.transactions = transactions;
        this.batchLimit = batchLimit;
        this.meters = meters;
        this.waiting = new WriteQueue(waitingLimit);
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
    }

    /**
     * Takes the write into the next batch; false when too many wait, or when the loop is closed.
     */
    boolean offer(Waiting write) {
        return !closed && waiting.offer(write);
    }

    /** How many writes wait. */
    int waiting() {
        return waiting.size();
    }

    private void loop() {
        while (!closed || !waiting.isEmpty()) {
            try {
                writeNext();
            } catch (Throwable _) {
                // Of the log itself, for want of memory. Without this thread nothing would be
                // written any more.
            }
        }
    }

    private void writeNext() {
        List<Waiting> batch = List.of();
        try {
            batch = waiting.take(batchLimit, BATCH_BYTES, CLOSE_CHECK_MILLIS);
            atWork = batch;
            if (!batch.isEmpty()) {
                meters.takes(batch);
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.warn("nobody interrupts the writer loop; it ends when it is closed");
        } catch (Throwable e) {
            // Whether it was written is not known, and nobody has to wait until its deadline for
            // that.
            WriteFailure failure = new WriteFailure(true, e);
            batch.forEach(it -> it.write().done().completeExceptionally(failure));
            LOG.error("the writer loop goes on after a fault", e);
        }
    }

    /** A part that fails waits behind those that may not. */
    private void write(List<Waiting> batch) {
        ArrayDeque<Part> parts = new ArrayDeque<>();
        parts.addLast(new Part(batch, Attempt.FIRST));
        while (!parts.isEmpty()) {
            Part part = parts.removeFirst();
            try {
                part.write(transactions, trials).complete().forEach(this::giveBack);
            } catch (WriteFailure failure) {
                parts.addAll(whatIsLeft(part, failure));
            }
        }
    }

    private void giveBack(Unclaim abandoned) {
        offer(new Waiting(abandoned, Deadline.after(KeyWriter.PATIENCE)));
    }

    private List<Part> whatIsLeft(Part part, WriteFailure failure) {
        if (part.attempt() == Attempt.FIRST && PostgresFaults.isDeadlock(failure)) {
            return List.of(new Part(part.writes(), Attempt.AFTER_DEADLOCK));
        }
        if (PostgresFaults.isTimeout(failure) && !closed) {
            return part.withoutTheLate(failure).halves(Attempt.AFTER_TIMEOUT, failure);
        }
        if (failure.isTransient()) {
            part.fail(failure);
            if (closed) {
                failWaiting(failure); // each further batch would wait for Postgres as long
            }
            return List.of();
        }
        return part.halves(Attempt.FIRST, failure);
    }

    private enum Attempt {
        FIRST,
        AFTER_DEADLOCK,
        AFTER_TIMEOUT
    }

    /** Some of a batch, which share a transaction. */
    private record Part(List<Waiting> writes, Attempt attempt) {
        WriteBatch write(Transactions transactions, Trials trials) {
            List<KeyWrite> sorted =
                    writes.stream()
                            .map(Waiting::write)
                            .sorted(Comparator.comparing(KeyWrite::key))
                            .toList();
            if (attempt == Attempt.AFTER_TIMEOUT) {
                return transactions.runByWriter(connection -> {
                    Transactions.waitShortlyForLocks(connection);
                    return WriteBatch.write(connection, sorted);
                });
            }
            if (WriteBatch.mayBeLost(sorted)) {
                return transactions.runUnflushedByWriter(
                        connection -> WriteBatch.writeUnflushed(connection, sorted));
            }
            if (attempt == Attempt.FIRST
                    && WriteBatch.isConcludedAtOnce(sorted)
                    && trials.isNextDue()) {
                Optional<WriteBatch> written =
                        trials.run(() ->
                                transactions.tryByWriter(
                                        it -> WriteBatch.concludeAtOnce(it, sorted)));
                if (written.isPresent()) {
                    return written.get();
                }
            }
            Transactions.Work<WriteBatch> work = connection -> WriteBatch.write(connection, sorted);
            return WriteBatch.isOneStatement(sorted)
                    ? transactions.runStatementByWriter(work)
                    : transactions.runByWriter(work);
        }

        /** Those that somebody still waits for; the others fail. */
        Part withoutTheLate(WriteFailure failure) {
            Map<Boolean, List<Waiting>> byLate =
                    writes.stream()
                            .collect(Collectors.partitioningBy(it -> it.deadline().isOver()));
            new Part(byLate.getOrDefault(true, List.of()), attempt).fail(failure);
            return new Part(byLate.getOrDefault(false, List.of()), attempt);
        }

        /** Two parts; none if there is no more than the culprit, which fails. */
        List<Part> halves(Attempt next, WriteFailure failure) {
            if (writes.size() < 2) {
                fail(failure);
                return List.of();
            }
            int middle = writes.size() / 2;
            return List.of(
                    new Part(writes.subList(0, middle), next),
                    new Part(writes.subList(middle, writes.size()), next));
        }

        void fail(WriteFailure failure) {
            if (writes.isEmpty()) {
                return;
            }
            if (failure.isTransient()) {
                // One that was not even begun is one of many, and the reason is known.
                LOG.atLevel(
                                failure.getCause() instanceof PostgresUnavailable
                                        ? Level.DEBUG
                                        : Level.WARN)
                        .log(
                                "{} writes failed: {}",
                                writes.size(),
                                PostgresFaults.describe(failure));
            } else {
                LOG.error(
                        "Postgres refuses the write of key {}",
                        writes.getFirst().write().key(),
                        failure);
            }
            writes.forEach(it -> it.write().done().completeExceptionally(failure));
        }
    }

    /** Takes nothing more; what waits is written still. */
    void stopTaking() {
        closed = true;
    }

    /**
     * Takes nothing more, and waits until what waits is written.
     *
     * @param patience how long one waits for a Postgres that hangs; what was not written then, or
     *     may have been, has failed
     */
    void close(Deadline patience) {
        stopTaking();
        try {
            if (!thread.join(Duration.ofNanos(patience.remainingNanos()))) {
                LOG.warn("Postgres does not finish what was to be written when the service ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // An offer may have slipped in between the flag and the end of the loop.
        WriteFailure failure = new WriteFailure(true, new SQLTransientException("shutting down"));
        failWaiting(failure);
        atWork.forEach(it -> it.write().done().completeExceptionally(failure));
    }

    private void failWaiting(WriteFailure failure) {
        waiting.drain().forEach(write -> write.done().completeExceptionally(failure));
    }
}
