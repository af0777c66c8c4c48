package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Requests that meet each other. */
public final class AtOnce {
    private AtOnce() {}

    /** Sends all of them before the first one can have been answered. */
    public static List<HttpResponse<String>> send(
            int count, IntFunction<HttpResponse<String>> request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<HttpResponse<String>>> running = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(
                        clients.submit(() -> {
                            start.await();
                            return request.apply(number);
                        }));
            }
            start.countDown();
            List<HttpResponse<String>> responses = new ArrayList<>();
            for (Future<HttpResponse<String>> one : running) {
                responses.add(one.get());
            }
            return responses;
        }
    }

    /** Checks that all were answered as one: the same, and replayed but for the first. */
    public static void assertOneAnswer(List<HttpResponse<String>> responses) {
        Tenant.ok(responses.getFirst());
        assertThat(responses)
                .extracting(HttpResponse::body)
                .containsOnly(responses.getFirst().body());
        assertThat(responses)
                .filteredOn(it -> it.headers().firstValue("Pryzma-Idempotency-Replayed").isEmpty())
                .hasSize(1);
    }
}
