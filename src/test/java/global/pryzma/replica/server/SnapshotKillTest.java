package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.ReplicaProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real process that takes one snapshot after the other, killed whenever it comes. */
class SnapshotKillTest {
    private static final int ROUNDS = 4;
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void killedBetweenSnapshotsItLosesNothing(@TempDir Path folder) throws Exception {
        ReplicaProcess process = start(folder, 0);
        int port = process.port();
        var client = Native.connect(process.address());
        try {
            Native.createAccounts(client, 2);
            int created = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < 5 + round; i++) {
                    var batch = Native.transfers(1 + created, BATCH);
                    assertThat(Native.await(client.createTransfersAsync(batch)).getLength())
                            .isZero();
                    created += BATCH;
                }
                process.kill();
                process = start(folder, port);
                // The old one would hear nothing before its next ping.
                client.close();
                client = Native.connect(process.address());
                assertThat(Native.debitsPosted(client, 1)).isEqualTo(created);
            }
            Path last = folder;
            await().atMost(PATIENCE).until(() -> snapshots(last) == 1);
        } finally {
            client.close();
            process.close();
        }
    }

    private static ReplicaProcess start(Path folder, int port) throws Exception {
        return ReplicaProcess.start(folder, port, "--snapshot-after-bytes=100000");
    }

    private static long snapshots(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("snapshot-\\d+"))
                    .count();
        }
    }
}
