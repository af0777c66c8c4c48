package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Unsayable;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;

import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The end of the work on a request: by itself, at its deadline, and with whatever goes wrong. */
class DeadlinesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Admission admission =
            new Admission(
                    new HttpSettings(
                            1, 1, 10, 1, 1, null, 100, 100, 25, MINUTE, MINUTE, MINUTE, MINUTE),
                    _ -> OptionalInt.empty());

    @Test
    void anErrorOfOneAnswerLeavesTheOthersTheirDeadlines() throws Exception {
        Deadlines deadlines = new Deadlines();
        deadlines.start();
        try {
            CompletableFuture<MutableHttpResponse<?>> broken = new CompletableFuture<>();
            deadlines.add(
                    work(
                            0,
                            broken,
                            () -> {
                                throw new Unsayable();
                            }));
            assertThatThrownBy(() -> broken.get(20, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(Unsayable.class);
            CompletableFuture<MutableHttpResponse<?>> next = new CompletableFuture<>();
            deadlines.add(work(0, next, HttpResponse::accepted));
            assertThat(next.get(20, TimeUnit.SECONDS).code()).isEqualTo(202);
        } finally {
            deadlines.stop();
        }
    }

    @Test
    void neitherRequestNorResponseStayUntilTheDeadline() {
        List<WeakReference<Object>> seen = new ArrayList<>();
        BoundedWork work = answered(seen);
        await().until(() -> {
            System.gc();
            return seen.stream().allMatch(it -> it.get() == null);
        });
        assertThat(work.expire()).as("it was answered").isFalse();
    }

    /** In a method of its own, so that no variable of the test holds what is seen. */
    private BoundedWork answered(List<WeakReference<Object>> seen) {
        HttpRequest<?> request = HttpRequest.GET("/request");
        MutableHttpResponse<?> response = HttpResponse.ok();
        seen.add(new WeakReference<>(request));
        seen.add(new WeakReference<>(response));
        BoundedWork work =
                work(
                        MINUTE.toNanos(),
                        new CompletableFuture<>(),
                        () -> HttpResponse.ok(request.getPath()));
        work.onNext(response);
        return work;
    }

    @Test
    void thePlaceIsLeftWhenTheWorkHasEndedAndTheAnswerHasBeenTaken() {
        BoundedWork answered = work(MINUTE.toNanos(), new CompletableFuture<>(), HttpResponse::ok);
        answered.onNext(HttpResponse.ok());
        assertThat(admission.admitted()).isEqualTo(1);
        answered.over();
        assertThat(admission.admitted()).isZero();

        BoundedWork late = work(0, new CompletableFuture<>(), HttpResponse::ok);
        assertThat(late.expire()).isTrue();
        late.over();
        assertThat(admission.admitted()).as("the work goes on").isEqualTo(1);
        late.onNext(HttpResponse.ok());
        late.onComplete();
        assertThat(admission.admitted()).isZero();
    }

    private BoundedWork work(
            long nanos,
            CompletableFuture<MutableHttpResponse<?>> answer,
            Supplier<MutableHttpResponse<?>> otherwise) {
        return new BoundedWork(
                System.nanoTime() + nanos,
                admission.admit(HttpRequest.GET("/"), 0),
                answer,
                otherwise);
    }
}
