package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.WriteQueue.Waiting;
import global.pryzma.ledger.ledger.Deadline;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

class WriteQueueTest {
    private static final UUID NOISY = new UUID(0, 1);
    private static final UUID QUIET = new UUID(0, 2);
    private static final int SMALL = 10;
    private static final int LARGE = 60_000;

    private final WriteQueue queue = new WriteQueue(1000);

    @Test
    void organisationsTakeTurns() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            offer(recording(NOISY, SMALL));
        }
        offer(recording(QUIET, SMALL));
        offer(recording(QUIET, SMALL));
        assertThat(organisations(take(5, 1_000_000)))
                .containsExactly(NOISY, QUIET, NOISY, QUIET, NOISY);
        offer(recording(QUIET, SMALL));
        assertThat(organisations(take(2, 1_000_000))).containsExactly(NOISY, QUIET);
    }

    @Test
    void aBatchIsBoundedByItsBytes() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            offer(recording(NOISY, LARGE));
        }
        offer(recording(QUIET, SMALL));
        List<Waiting> batch = take(512, 1024 * 1024);
        assertThat(batch.stream().mapToLong(Waiting::bytes).sum()).isLessThan(1024 * 1024);
        assertThat(organisations(batch)).contains(QUIET).hasSizeBetween(17, 18);
        assertThat(take(512, 10)).as("one that is larger alone").hasSize(1);
    }

    @Test
    void aBatchHasOneWriteOfAKindForAKey() throws InterruptedException {
        Recording first = recording(NOISY, SMALL);
        Recording again =
                new Recording(
                        first.key(),
                        first.fingerprint(),
                        first.response(),
                        List.of(),
                        null,
                        false,
                        false,
                        List.of(),
                        null,
                        new CompletableFuture<>());
        EndLease end = endLease(first.key());
        List.of(first, end, again).forEach(this::offer);
        assertThat(take(512, 1_000_000)).extracting(Waiting::write).containsExactly(first, end);
        assertThat(take(512, 1_000_000)).extracting(Waiting::write).containsExactly(again);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aClaimThatNobodyWaitsForIsNotMade() throws InterruptedException {
        Claim abandoned = claim(NOISY);
        Claim wanted = claim(NOISY);
        List.of(abandoned, wanted).forEach(this::offer);
        abandoned.done().cancel(false);
        assertThat(take(512, 1_000_000)).extracting(Waiting::write).containsExactly(wanted);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatEndsAClaimAlwaysFindsRoom() {
        WriteQueue full = new WriteQueue(1);
        Claim claim = claim(NOISY);
        assertThat(full.offer(waiting(claim))).isTrue();
        assertThat(full.offer(waiting(claim(NOISY)))).isFalse();
        assertThat(full.offer(waiting(endLease(claim.key())))).isTrue();
        assertThat(full.drain()).hasSize(2);
        assertThat(full.isEmpty()).isTrue();
        assertThat(full.offer(waiting(claim(NOISY)))).isTrue();
    }

    private void offer(KeyWrite write) {
        assertThat(queue.offer(waiting(write))).isTrue();
    }

    private static Waiting waiting(KeyWrite write) {
        return new Waiting(write, Deadline.after(Duration.ofMinutes(1)));
    }

    private List<Waiting> take(int count, long bytes) throws InterruptedException {
        return queue.take(count, bytes, 0);
    }

    private static List<UUID> organisations(List<Waiting> batch) {
        return batch.stream().map(it -> it.write().key().organisation()).toList();
    }

    private static Fingerprint fingerprint() {
        return Fingerprint.of("test", new byte[0]);
    }

    private static EndLease endLease(ScopedKey key) {
        return new EndLease(key, UUID.randomUUID(), new CompletableFuture<>());
    }

    private static Claim claim(UUID organisation) {
        return Claims.reserving(
                new ScopedKey(organisation, UUID.randomUUID()), fingerprint(), List.of());
    }

    private static Recording recording(UUID organisation, int bytes) {
        ScopedKey key = new ScopedKey(organisation, UUID.randomUUID());
        return new Recording(
                key,
                fingerprint(),
                PackedResponse.of(
                        key,
                        key.ids().id(0),
                        new RecordedResponse(201, "application/json", new byte[bytes])),
                List.of(),
                null,
                false,
                false,
                List.of(),
                null,
                new CompletableFuture<>());
    }
}
