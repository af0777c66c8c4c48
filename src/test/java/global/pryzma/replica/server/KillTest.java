package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.journal.DataFolderInUseException;
import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.ReplicaProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica killed under load: nothing acknowledged is lost, nothing happens twice. */
class KillTest {
    private static final int BATCH = 7;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void killedUnderLoadItLosesNothing(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        ReplicaProcess process = ReplicaProcess.start(folder, 0);
        int port = process.port();
        try (var client = Native.connect(process.address())) {
            Native.createAccounts(client, 2);
            var load = new Load(client);
            Thread loading = Thread.ofPlatform().start(load);
            for (int round = 0; round < ROUNDS; round++) {
                int killAfter = load.acknowledged.get() + 20 + random.nextInt(200);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> load.acknowledged.get() >= killAfter);
                process.kill();
                int before = load.acknowledged.get();
                process = ReplicaProcess.start(folder, port);
                await().atMost(PATIENCE).until(() -> load.acknowledged.get() > before);
            }
            load.stop.set(true);
            loading.join();
            assertThat(load.failed.get()).as("seed %d", seed).isZero();
            int expected = load.acknowledged.get() * BATCH;
            assertThat(Native.debitsPosted(client, 1)).as("seed %d", seed).isEqualTo(expected);
            assertThat(stored(client, expected)).as("seed %d", seed).isEqualTo(expected);
        } finally {
            process.close();
        }
    }

    @Test
    void twoProcessesCannotShareAFolder(@TempDir Path folder) throws Exception {
        try (var process = ReplicaProcess.start(folder, 0)) {
            assertThat(process.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedReplica.start(ReplicaSettings.in(folder)))
                    .isInstanceOf(DataFolderInUseException.class);
            process.kill();
        }
        EmbeddedReplica.start(ReplicaSettings.in(folder)).close();
    }

    /** A second try in this process must not cost the first one its lock. */
    @Test
    void aRefusedOwnerLeavesTheLockAlone(@TempDir Path folder) throws Exception {
        try (var owner = EmbeddedReplica.start(ReplicaSettings.in(folder))) {
            assertThat(owner.isAnswering()).isTrue();
            assertThatThrownBy(() -> EmbeddedReplica.start(ReplicaSettings.in(folder)))
                    .isInstanceOf(DataFolderInUseException.class);
            assertThatThrownBy(() -> ReplicaProcess.start(folder, 0))
                    .hasMessageContaining("data folder is in use");
        }
    }

    /** How many of the transfers 1 to count there are. */
    private static int stored(Client client, int count) throws Exception {
        int stored = 0;
        for (int first = 1; first <= count; first += 8190) {
            var ids = new IdBatch(8190);
            for (int id = first; id < first + 8190 && id <= count; id++) {
                ids.add(UInt128.asBytes(id));
            }
            stored += Native.await(client.lookupTransfersAsync(ids)).getLength();
        }
        return stored;
    }

    /** Submits one batch after the other until it is told to stop. */
    private static final class Load implements Runnable {
        final AtomicInteger acknowledged = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicBoolean stop = new AtomicBoolean();
        private final Client client;

        Load(Client client) {
            this.client = client;
        }

        @Override
        public void run() {
            long id = 1;
            while (!stop.get()) {
                try {
                    var batch = Native.transfers(id, BATCH);
                    failed.addAndGet(Native.await(client.createTransfersAsync(batch)).getLength());
                    acknowledged.incrementAndGet();
                } catch (Exception e) {
                    failed.incrementAndGet();
                    return;
                }
                id += BATCH;
            }
        }
    }
}
