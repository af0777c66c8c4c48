package global.pryzma.ledger.benchmark;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop of reads: so many a second at fixed moments, whatever has become of those before.
 * Latencies are taken from the moment at which a request was due, so that waiting counts.
 */
final class OpenLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_UNDER_WAY = 1_000;
    private static final int OK = 200;
    private static final Set<Integer> TRANSIENT = Set.of(502, 503);
    static final int DIGITS = 3;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final URI uri;
    private final String token;
    private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Throwable failure;

    OpenLoop(URI uri, String token) {
        this.uri = uri;
        this.token = token;
    }

    /** Latencies in nanoseconds, by the kinds of questions, which are asked in turn. */
    Map<String, Histogram> run(
            List<Question> questions, double perSecond, Duration warmUp, Duration time)
            throws InterruptedException {
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        questions.forEach(
                question -> latencies.put(question.kind(), new ConcurrentHistogram(DIGITS)));
        long interval = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        long began = System.nanoTime();
        long measured = began + warmUp.toNanos();
        long end = measured + time.toNanos();
        long due = began;
        for (int i = 0; due < end && failure == null; i++, due += interval) {
            awaitTime(due);
            Question question = questions.get(i % questions.size());
            ask(question, due, due < measured ? null : latencies.get(question.kind()));
        }
        underWay.acquire(MOST_UNDER_WAY); // all of them
        underWay.release(MOST_UNDER_WAY);
        if (failure != null) {
            throw new IllegalStateException("a read has failed", failure);
        }
        return latencies;
    }

    /** Waits until it is that time of {@link System#nanoTime}. */
    static void awaitTime(long due) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    /** How many were answered with 502 or 503, which counts as the time it took. */
    long refused() {
        return refused.sum();
    }

    private void ask(Question question, long due, @Nullable Histogram latencies)
            throws InterruptedException {
        String path = question.path().get();
        underWay.acquire();
        client.sendAsync(request(path).timeout(PATIENCE).build(), BodyHandlers.ofByteArray())
                .whenComplete((response, fault) -> {
                    long nanos = System.nanoTime() - due;
                    if (fault == null && TRANSIENT.contains(response.statusCode())) {
                        refused.increment();
                    } else if (fault != null || response.statusCode() != OK) {
                        failure =
                                new AssertionError(
                                        path + ": " + (fault == null ? text(response) : ""), fault);
                    }
                    if (latencies != null) {
                        latencies.recordValue(nanos);
                    }
                    underWay.release();
                });
    }

    /** A request with the token. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path)).header("Authorization", "Bearer " + token);
    }

    /** One request, whose answer is thrown away as it comes; how many line feeds it had. */
    long lines(String path, String mediaType) throws InterruptedException {
        try {
            HttpResponse<Long> response =
                    client.sendAsync(
                                    request(path).header("Accept", mediaType).build(),
                                    _ -> new LineCount())
                            .get();
            if (response.statusCode() != OK) {
                throw new IllegalStateException(path + ": " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return response.statusCode() + " " + new String(response.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
