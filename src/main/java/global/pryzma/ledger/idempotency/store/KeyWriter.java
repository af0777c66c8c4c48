package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.idempotency.store.WriteQueue.Waiting;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.postgres.rows.RowInsert;
import global.pryzma.ledger.postgres.rows.RowWrite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one writer of the keys' rows: three loops with a connection each. Claims that need not reach
 * the disk share the transactions of the first, and wait for nobody who has to. Small writes share
 * those of the second. What may take longer, as large commands and rows of features that are
 * changed or appended and may be locked, has the third to itself and keeps no small write waiting.
 * No key has two writes under way at once that need an order: each is offered when the one before
 * it is done.
 */
public final class KeyWriter implements AutoCloseable {
    /** How long a write is worth trying that nobody waits for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** No statement takes longer, and no connection is waited for longer. */
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(4);

    /** A transfer with a few words is far below it. */
    private static final long LARGE_BYTES = 8 * 1024;

    private final WriterLoop claims;
    private final WriterLoop small;
    private final WriterLoop large;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param waitingLimit how many writes may wait for each loop
     * @param batchLimit how many writes share a transaction, at most
     */
    public KeyWriter(Transactions transactions, int waitingLimit, int batchLimit, Metrics metrics) {
        WriterMeters meters = new WriterMeters(metrics);
        this.claims =
                new WriterLoop(
                        "idempotency-writer-claims",
                        transactions,
                        waitingLimit,
                        batchLimit,
                        meters);
        this.small =
                new WriterLoop(
                        "idempotency-writer", transactions, waitingLimit, batchLimit, meters);
        this.large =
                new WriterLoop(
                        "idempotency-writer-large", transactions, waitingLimit, batchLimit, meters);
        meters.watch(() -> claims.waiting() + small.waiting() + large.waiting(), waitingLimit);
    }

    /**
     * Takes the write into the next batch; false when too many wait, or when this is closed.
     *
     * @param deadline until when somebody waits for it
     */
    public boolean offer(KeyWrite write, Deadline deadline) {
        Waiting waiting = new Waiting(write, deadline);
        return loop(waiting).offer(waiting);
    }

    private WriterLoop loop(Waiting waiting) {
        if (mayTakeLonger(waiting)) {
            return large;
        }
        return waiting.write() instanceof Claim claim && claim.mayBeLost() ? claims : small;
    }

    /** The same for a write that nobody waits for. */
    public boolean offer(KeyWrite write) {
        return offer(write, Deadline.after(PATIENCE));
    }

    private static boolean mayTakeLonger(Waiting waiting) {
        return waiting.bytes() > LARGE_BYTES
                || switch (waiting.write()) {
                    case Recording recording ->
                            recording.place() != null || mayBeLocked(recording.rows());
                    case Claim claim ->
                            claim.quota() != null
                                    || claim.ending() != null
                                            && (claim.ending().guarded() != null
                                                    || mayBeLocked(claim.ending().rows()));
                    case Unclaim unclaim -> unclaim.place() != null;
                    case EndLease _ -> false;
                };
    }

    /** Rows that are changed, and the ends of tables that all instances append to. */
    private static boolean mayBeLocked(List<? extends RowWrite> rows) {
        return !rows.stream().allMatch(RowInsert.class::isInstance);
    }

    /** Takes nothing more, writes what waits, and returns when that is done, or given up. */
    @Override
    public void close() {
        close(WRITE_PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long one waits for a Postgres that hangs; what was not written then, or
     *     may have been, has failed
     */
    public void close(Duration patience) {
        claims.stopTaking();
        small.stopTaking();
        large.stopTaking();
        if (closed.compareAndSet(false, true)) {
            Deadline deadline = Deadline.after(patience);
            claims.close(deadline);
            small.close(deadline);
            large.close(deadline);
        }
    }
}
