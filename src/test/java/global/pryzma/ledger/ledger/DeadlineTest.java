package global.pryzma.ledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class DeadlineTest {
    @Test
    void whatIsCompletedIsNotWaitedFor() throws InterruptedException {
        assertThat(Deadline.after(Duration.ZERO).await(CompletableFuture.completedFuture(1)))
                .isTrue();
    }

    @Test
    void theWaitEndsWithTheFuture() throws InterruptedException {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Thread.startVirtualThread(() -> future.complete(1));
        assertThat(Deadline.after(Duration.ofMinutes(10)).await(future)).isTrue();
    }

    @Test
    void aFailureEndsItAsWell() throws InterruptedException {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Thread.startVirtualThread(() -> future.completeExceptionally(new Exception("failed")));
        assertThat(Deadline.after(Duration.ofMinutes(10)).await(future)).isTrue();
    }

    /** Also after the watch has gone to sleep, which it does when nobody has waited for a while. */
    @Test
    void theDeadlineEndsTheWaitOfEachOfMany() throws InterruptedException {
        List<CompletableFuture<Boolean>> waits = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Deadline deadline = Deadline.after(Duration.ofMillis(i % 50));
            waits.add(new CompletableFuture<>());
            CompletableFuture<Boolean> wait = waits.getLast();
            Thread.startVirtualThread(() -> {
                try {
                    wait.complete(deadline.await(new CompletableFuture<>()));
                } catch (InterruptedException e) {
                    wait.completeExceptionally(e);
                }
            });
        }
        assertThat(waits).extracting(CompletableFuture::join).containsOnly(false);
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() ->
                        Deadline.after(Duration.ofMinutes(10)).await(new CompletableFuture<>()));
        assertThat(Thread.interrupted()).as("taken note of").isFalse();
    }
}
