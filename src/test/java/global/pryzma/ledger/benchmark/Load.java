package global.pryzma.ledger.benchmark;

import org.HdrHistogram.Recorder;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A closed loop: so many requests are in flight, and each one that ends makes room for the next.
 * Latencies are taken from the moment at which a request is handed over.
 */
final class Load {
    private static final int DIGITS = 3;

    private final Supplier<Shot> shots;
    private final Recorder latencies = new Recorder(TimeUnit.MINUTES.toNanos(1), DIGITS);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended;
    private volatile boolean stopping;

    /** A request, and what its response has to be. */
    interface Shot {
        Request request();

        /** Throws an AssertionError for a wrong response. */
        void check(int status, byte[] body, boolean replayed);
    }

    private Load(int inFlight, Supplier<Shot> shots) {
        this.shots = shots;
        this.ended = new CountDownLatch(inFlight);
    }

    /**
     * Keeps up the load for a while, after a warm-up of its own.
     *
     * @param onStart is called when the warm-up is over
     */
    static Measured run(
            HttpClient client,
            int inFlight,
            int warmUpSeconds,
            int seconds,
            Supplier<Shot> shots,
            Runnable onStart)
            throws InterruptedException {
        Load load = new Load(inFlight, shots);
        for (int i = 0; i < inFlight; i++) {
            load.next();
        }
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        load.latencies.reset();
        onStart.run();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        var histogram = load.latencies.getIntervalHistogram();
        long nanos = System.nanoTime() - start;
        load.stopping = true;
        load.ended.await();
        Throwable failure = load.failure.get();
        if (failure != null) {
            throw new IllegalStateException("a response was wrong", failure);
        }
        return new Measured(histogram, nanos);
    }

    private void next() {
        if (stopping || failure.get() != null) {
            ended.countDown();
            return;
        }
        Shot shot = shots.get();
        long sent = System.nanoTime();
        shot.request()
                .send(
                        new BufferingResponseListener() {
                            @Override
                            public void onComplete(Result result) {
                                latencies.recordValue(System.nanoTime() - sent);
                                judge(shot, result, getContent());
                                next();
                            }
                        });
    }

    private void judge(Shot shot, Result result, byte[] body) {
        try {
            if (result.isFailed()) {
                throw new AssertionError(result.getFailure());
            }
            shot.check(
                    result.getResponse().getStatus(),
                    body == null ? new byte[0] : body,
                    result.getResponse().getHeaders().contains("Pryzma-Idempotency-Replayed"));
        } catch (Throwable wrong) {
            failure.compareAndSet(null, wrong);
        }
    }
}
