package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.KeyWrite;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.idempotency.store.KeyWriter;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.postgres.PostgresFaults;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLTransientException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How waiting for something has ended. */
sealed interface Awaited<T> {
    Logger LOG = LoggerFactory.getLogger(Awaited.class);

    String LATE = "Postgres did not answer in time";

    record Done<T>(T value) implements Awaited<T> {}

    record Failed<T>(Problem problem) implements Awaited<T> {}

    /**
     * Hands the write to the loop and waits until it is committed, at most until the deadline. A
     * claim that is still to be made then is not made: it would be in doubt for nothing.
     */
    static <T> Awaited<T> forWrite(
            KeyWriter writer, KeyWrite write, CompletableFuture<T> done, Deadline deadline) {
        return forWrite(writer, write, done, deadline, () -> {});
    }

    /**
     * The same.
     *
     * @param meanwhile what is done in the time that the commit takes
     */
    static <T> Awaited<T> forWrite(
            KeyWriter writer,
            KeyWrite write,
            CompletableFuture<T> done,
            Deadline deadline,
            Runnable meanwhile) {
        boolean worthless = write instanceof KeyWrite.Claim && deadline.isOver();
        if (worthless || !writer.offer(write, deadline)) {
            return unavailable(worthless ? LATE : "too many requests wait for Postgres");
        }
        meanwhile.run();
        Awaited<T> end = until(done, deadline, LATE);
        if (end instanceof Failed<T> && write instanceof KeyWrite.Claim) {
            done.completeExceptionally(
                    new KeyWrite.WriteFailure(true, new SQLTransientException(LATE)));
        }
        return end;
    }

    /**
     * Waits for the future; {@code overdue} says what was missing when the deadline passes first.
     */
    static <T> Awaited<T> until(CompletableFuture<T> future, Deadline deadline, String overdue) {
        try {
            return deadline.await(future) ? new Done<>(future.get()) : unavailable(overdue);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable("the request was interrupted");
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case WriteFailure failure when failure.isTransient() ->
                        unavailable(PostgresFaults.describe(failure));
                case ProblemException refused -> new Failed<>(refused.problem());
                case null, default -> {
                    // Nobody else sees the cause: it becomes a definite answer here.
                    LOG.error("A bug, or Postgres is broken", e);
                    yield new Failed<>(Problem.of(ProblemCode.INTERNAL_ERROR));
                }
            };
        }
    }

    private static <T> Awaited<T> unavailable(String detail) {
        return new Failed<>(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail));
    }
}
