package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

class KeptReplaysTest {
    private static final RecordedResponse RESPONSE =
            new RecordedResponse(201, "application/json", new byte[] {'{', '}'});

    private final ScopedKey key = new ScopedKey(UUID.randomUUID(), UUID.randomUUID());
    private long now = Long.MAX_VALUE - 1; // a clock that is about to begin anew
    private final RecentReplays replays = new RecentReplays(Duration.ofMinutes(1), () -> now);

    @Test
    void aReplayFromMemoryDoesNotKeepItThereForLonger() {
        replays.add(row(), RESPONSE);
        for (int i = 0; i < 3; i++) {
            now += Duration.ofSeconds(20).toNanos();
            assertThat(replays.find(key)).isPresent();
            replays.add(row(), RESPONSE);
        }
        now++;
        assertThat(replays.find(key)).isEmpty();
        replays.add(row(), RESPONSE);
        assertThat(replays.find(key)).as("read once more").isPresent();
    }

    private ClaimedKey row() {
        return new ClaimedKey(
                key,
                "transfers.create",
                1,
                Fingerprint.ANY,
                new byte[0],
                new byte[0],
                new UUID(0, 0),
                false,
                Instant.EPOCH,
                Duration.ZERO,
                RESPONSE);
    }
}
