package global.pryzma.ledger.api;

import io.micronaut.core.propagation.PropagatedContext;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The threads of requests whose work is long, as a batch's is. A virtual thread keeps its carrier
 * until it waits for something, and there are as few of these as processors: two batches that are
 * read would keep all short requests waiting. So long work has threads of the system, which takes
 * the processor from them when others have waited for some milliseconds.
 */
@Singleton
public final class LongWork {
    /** So many of them compute at once: half of the processors are left to all others. */
    private static final Semaphore TURNS =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("long-work-", 0).factory());

    /** Does the work, of the request that the calling thread works on, and waits for its end. */
    public <T> T run(Callable<T> work) {
        Callable<T> ofRequest =
                PropagatedContext.find().map(request -> request.wrap(work)).orElse(work);
        try {
            return threads.submit(ofRequest).get();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts a request", e);
        }
    }

    /** Computes what takes milliseconds and waits for nothing, in its turn. */
    public static <T> T inTurn(Supplier<T> computation) {
        TURNS.acquireUninterruptibly();
        try {
            return computation.get();
        } finally {
            TURNS.release();
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable thrown) {
        return switch (thrown) {
            case RuntimeException fault -> fault;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(thrown);
        };
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }
}
