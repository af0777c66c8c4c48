package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** Who waits for memory, and who has to give it back. */
class MemoryBudgetTest {
    private static final long MEBIBYTE = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(4 * MEBIBYTE);

    /** A connection; its own thread gives the claim back once it is closed. */
    private final class Peer {
        final CompletableFuture<MemoryBudget.Claim> claim = new CompletableFuture<>();
        volatile boolean closed;

        Peer claim(long bytes) throws InterruptedIOException {
            claim.complete(budget.claim(bytes, this::closed));
            return this;
        }

        MemoryBudget.Claim claim() {
            return claim.join();
        }

        private void closed() {
            closed = true;
            Thread.ofVirtual().start(() -> claim().close());
        }

        CompletableFuture<Peer> claimLater(long bytes) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return claim(bytes);
                        } catch (InterruptedIOException e) {
                            throw new CompletionException(e);
                        }
                    },
                    Executors.newVirtualThreadPerTaskExecutor());
        }
    }

    @Test
    void whoKeepsTheReplicaWaitingForLongestHasToGo() throws Exception {
        Peer first = new Peer().claim(2 * MEBIBYTE);
        Peer second = new Peer().claim(MEBIBYTE);
        Peer third = new Peer().claim(MEBIBYTE);
        // The first goes on: it is no longer the one that is awaited for longest.
        first.claim().awaitsPeer(false);
        first.claim().awaitsPeer(true);
        new Peer().claimLater(MEBIBYTE).join();
        assertThat(second.closed).isTrue();
        assertThat(first.closed).isFalse();
        assertThat(third.closed).isFalse();
    }

    @Test
    void whoWaitsForTheReplicaIsLeftAlone() throws Exception {
        Peer executing = new Peer().claim(3 * MEBIBYTE);
        executing.claim().awaitsPeer(false);
        Peer stalled = new Peer().claim(MEBIBYTE);
        var large = new Peer().claimLater(2 * MEBIBYTE);
        await().until(() -> stalled.closed);
        assertThat(large).isNotDone();
        assertThat(executing.closed).isFalse();
        executing.claim().close();
        assertThat(large.join().closed).isFalse();
    }

    /** A small one does not overtake a large one for ever. */
    @Test
    void claimsAreServedInTheirOrder() throws Exception {
        Peer executing = new Peer().claim(3 * MEBIBYTE);
        executing.claim().awaitsPeer(false);
        var large = new Peer().claimLater(2 * MEBIBYTE);
        await().until(() -> budget.waiting() == 1);
        var small = new Peer().claimLater(1);
        await().until(() -> budget.waiting() == 2);
        assertThat(small).isNotDone();
        executing.claim().close();
        large.join();
        small.join();
    }

    @Test
    void nothingIsGivenBackTwice() throws Exception {
        Peer first = new Peer().claim(MEBIBYTE);
        first.claim().close();
        first.claim().close();
        Peer all = new Peer().claim(4 * MEBIBYTE);
        all.claim().awaitsPeer(false);
        var next = new Peer().claimLater(1);
        await().until(() -> budget.waiting() == 1);
        assertThat(next).isNotDone();
        all.claim().close();
        next.join();
    }
}
