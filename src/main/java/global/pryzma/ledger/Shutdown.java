package global.pryzma.ledger;

import global.pryzma.ledger.http.Admission;
import global.pryzma.ledger.http.ClientConnections;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.operations.ShuttingDown;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownConfiguration;
import io.micronaut.runtime.graceful.GracefulShutdownManager;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The end of the service, as its clients see it. From the signal on nobody can connect, probes are
 * told, and whoever sends a request on a connection that is open gets a 503 and the connection's
 * end. What was being worked on is finished; what is in doubt then is settled later, by a retry or
 * by another instance.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /**
     * The time after which connections without a request are closed. It is not zero: a client that
     * has just sent one would find the connection broken, and could not know whether it was worked
     * on.
     */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** The time for what was written last, even if nothing is left of the grace period. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(5);

    private final ApplicationContext context;
    private final Deadline deadline;

    Shutdown(ApplicationContext context) {
        this.context = context;
        this.deadline =
                Deadline.after(
                        context.getBean(GracefulShutdownConfiguration.class).getGracePeriod());
    }

    /** Blocks until nothing is being worked on, at most for the grace period. */
    void finishRequests() {
        Admission admission = context.getBean(Admission.class);
        ClientConnections connections = context.getBean(ClientConnections.class);
        context.getBean(ShuttingDown.class).begin();
        connections.stopAccepting();
        try {
            until(() -> connections.count() == 0, deadline.within(LINGER));
            until(() -> admission.admitted() == 0, deadline);
            finishResponses();
        } catch (TimeoutException e) {
            LOG.warn("Requests were still running at the end of the grace period");
        } catch (ExecutionException e) {
            LOG.warn("The HTTP server did not finish its requests", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until what waits is written, at most for what is left of the grace period. */
    void finishWrites() {
        Duration left = deadline.remaining();
        context.getBean(IdempotencyEngine.class)
                .finishWrites(left.compareTo(LAST_COMMIT) > 0 ? left : LAST_COMMIT);
    }

    private void finishResponses()
            throws InterruptedException, ExecutionException, TimeoutException {
        context.getBean(GracefulShutdownManager.class)
                .shutdownGracefully()
                .toCompletableFuture()
                .get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    private static void until(BooleanSupplier condition, Deadline deadline)
            throws InterruptedException {
        while (!condition.getAsBoolean() && !deadline.isOver()) {
            Thread.sleep(POLL);
        }
    }
}
