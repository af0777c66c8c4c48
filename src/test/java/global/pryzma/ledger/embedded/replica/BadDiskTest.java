package global.pryzma.ledger.embedded.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/** A full or failing disk: nothing is acknowledged that is not safe, and there is a way back. */
class BadDiskTest {
    private final FaultyFile disk = new FaultyFile();

    /** The write fails at its first byte, inside the record's head, and inside its body. */
    @ParameterizedTest
    @ValueSource(longs = {0, 50, 150})
    void aFullDiskStopsTheReplicaUntilThereIsSpace(long space, @TempDir Path folder)
            throws Exception {
        try (var replica = start(folder);
                var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            disk.space = space;
            var pending = client.createTransfersAsync(Native.transfers(10, 1));
            await().until(() -> replica.failure().isPresent());
            assertThat(replica.isAnswering()).isFalse();
            assertThat(pending).isNotDone();
            assertThat(replica.failure().orElseThrow()).hasMessageContaining("No space left");

            assertThatThrownBy(replica::startAnswering).hasMessageContaining("No space left");
            assertThat(replica.isAnswering()).isFalse();

            disk.space = Long.MAX_VALUE;
            replica.startAnswering();
            assertThat(Native.await(pending).getLength()).isZero();
            assertThat(Native.debitsPosted(client, 1)).isEqualTo(1);
            assertThat(replica.failure()).isEmpty();
        }
    }

    @Test
    void aFailedForceStopsTheReplicaToo(@TempDir Path folder) throws Exception {
        try (var replica = start(folder);
                var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            disk.forceFails = true;
            var pending = client.createTransfersAsync(Native.transfers(10, 1));
            await().until(() -> replica.failure().isPresent());
            assertThat(pending).isNotDone();
            // The record can be read, but the disk still does not take it.
            assertThatThrownBy(replica::startAnswering).hasMessageContaining("Input/output");
            assertThat(replica.isAnswering()).isFalse();

            disk.forceFails = false;
            replica.startAnswering();
            assertThat(Native.await(pending).getLength()).isZero();
            assertThat(Native.debitsPosted(client, 1)).isEqualTo(1);
        }
    }

    private EmbeddedReplica start(Path folder) throws Exception {
        return EmbeddedReplica.start(
                ReplicaSettings.in(folder), disk, EmbeddedReplica::wallClockNanos);
    }
}
