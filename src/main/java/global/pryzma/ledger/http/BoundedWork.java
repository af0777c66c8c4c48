package global.pryzma.ledger.http;

import global.pryzma.ledger.http.connection.AnswerWatch;

import io.micronaut.http.MutableHttpResponse;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The work on one request. It is answered by whichever comes first, the work's own response or the
 * deadline; the place is left when the work has ended and the client has taken the answer.
 */
final class BoundedWork implements Subscriber<MutableHttpResponse<?>>, AnswerWatch {
    private final long dueNanoTime;
    private final Admission.Place place;

    /** The work, and the answer on its way to the client. */
    private final AtomicInteger reasonsToStay = new AtomicInteger(2);

    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Let go of with the answer: this object stays in the list of deadlines until its own is over,
     * and neither request nor response must stay with it.
     */
    private final AtomicReference<@Nullable Pending> pending;

    private record Pending(
            CompletableFuture<MutableHttpResponse<?>> answer,
            Supplier<MutableHttpResponse<?>> otherwise) {}

    /**
     * Work that has not begun.
     *
     * @param dueNanoTime when it has to be answered, by {@link System#nanoTime()}
     * @param answer is completed once, by the work or by the deadline
     * @param otherwise the answer if it has not ended by then
     */
    BoundedWork(
            long dueNanoTime,
            Admission.Place place,
            CompletableFuture<MutableHttpResponse<?>> answer,
            Supplier<MutableHttpResponse<?>> otherwise) {
        this.dueNanoTime = dueNanoTime;
        this.place = place;
        this.pending = new AtomicReference<>(new Pending(answer, otherwise));
    }

    /** The nanoseconds until the request has to be answered; negative when that is over. */
    long remainingNanos() {
        return dueNanoTime - System.nanoTime();
    }

    /** Gives the answer for work that is late, if there is none yet. True if so. */
    boolean expire() {
        Pending late = pending.getAndSet(null);
        if (late == null) {
            return false;
        }
        try {
            return late.answer().complete(late.otherwise().get());
        } catch (Throwable fault) {
            late.answer().completeExceptionally(fault);
            throw fault;
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(MutableHttpResponse<?> response) {
        end();
        Pending answered = pending.getAndSet(null);
        if (answered != null) {
            answered.answer().complete(response);
        }
    }

    @Override
    public void onError(Throwable fault) {
        end();
        Pending answered = pending.getAndSet(null);
        if (answered != null) {
            answered.answer().completeExceptionally(fault);
        }
    }

    @Override
    public void onComplete() {
        if (!ended.get()) {
            onError(new IllegalStateException("the work had no response"));
        }
    }

    @Override
    public void waits(int bytes) {
        place.needs(bytes);
    }

    @Override
    public void over() {
        loseReason();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            loseReason();
        }
    }

    private void loseReason() {
        if (reasonsToStay.decrementAndGet() == 0) {
            place.leave();
        }
    }
}
