package global.pryzma.ledger.http;

import io.micronaut.http.MutableHttpResponse;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The work on one request. It is answered by whichever comes first, the work's own response or the
 * deadline; the place is left when the work has ended.
 */
final class BoundedWork implements Subscriber<MutableHttpResponse<?>> {
    private final long dueNanoTime;
    private final AtomicReference<Admission.@Nullable Place> place;
    private final CompletableFuture<MutableHttpResponse<?>> answer = new CompletableFuture<>();
    private final AtomicReference<@Nullable Supplier<MutableHttpResponse<?>>> otherwise;

    /**
     * Work that has not begun.
     *
     * @param dueNanoTime when it has to be answered, by {@link System#nanoTime()}
     * @param otherwise the answer if it has not ended by then
     */
    BoundedWork(
            long dueNanoTime, Admission.Place place, Supplier<MutableHttpResponse<?>> otherwise) {
        this.dueNanoTime = dueNanoTime;
        this.place = new AtomicReference<>(place);
        this.otherwise = new AtomicReference<>(otherwise);
    }

    /** The answer: completed once, by the work or by the deadline. */
    CompletableFuture<MutableHttpResponse<?>> answer() {
        return answer;
    }

    /** The nanoseconds until the request has to be answered; negative when that is over. */
    long remainingNanos() {
        return dueNanoTime - System.nanoTime();
    }

    /** Gives the answer for work that is late, if there is none yet. True if so. */
    boolean expire() {
        Supplier<MutableHttpResponse<?>> late = otherwise.getAndSet(null);
        return late != null && answer.complete(late.get());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(MutableHttpResponse<?> response) {
        end();
        answer.complete(response);
    }

    @Override
    public void onError(Throwable fault) {
        end();
        answer.completeExceptionally(fault);
    }

    @Override
    public void onComplete() {
        if (end()) {
            answer.completeExceptionally(new IllegalStateException("the work had no response"));
        }
    }

    /**
     * Leaves the place among the admitted requests, once; and lets go of the late answer, since
     * this object may stay in the list of deadlines for a while. True for the first call.
     */
    private boolean end() {
        otherwise.set(null);
        Admission.Place left = place.getAndSet(null);
        if (left != null) {
            left.leave();
        }
        return left != null;
    }
}
