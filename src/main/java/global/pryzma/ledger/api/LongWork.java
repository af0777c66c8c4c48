package global.pryzma.ledger.api;

import io.micronaut.core.propagation.PropagatedContext;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of requests whose work is long, as a batch's is. A virtual thread keeps its carrier
 * until it waits for something, and there are as few of these as processors: two batches that are
 * read would keep all short requests waiting. So long work has threads of the system, which takes
 * the processor from them when others have waited for some milliseconds.
 */
@Singleton
public final class LongWork {
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
