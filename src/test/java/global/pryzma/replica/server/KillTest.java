package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.journal.FolderInUseException;
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
    private static final int EXISTS = 46;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void killedUnderLoadItLosesNothing(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        ReplicaProcess process = ReplicaProcess.start(folder, 0);
        int port = process.port();
        var client = Native.connect(process.address());
        try {
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
                // The old one would hear nothing before its next ping.
                Client old = client;
                client = Native.connect(process.address());
                load.client = client;
                old.close();
                await().atMost(PATIENCE).until(() -> load.acknowledged.get() > before);
            }
            load.stop.set(true);
            loading.join();
            assertThat(load.failed.get()).as("seed %d", seed).isZero();
            int expected = load.acknowledged.get() * BATCH;
            assertThat(Native.debitsPosted(client, 1)).as("seed %d", seed).isEqualTo(expected);
            assertThat(stored(client, expected)).as("seed %d", seed).isEqualTo(expected);
        } finally {
            client.close();
            process.close();
        }
    }

    @Test
    void twoProcessesCannotShareAFolder(@TempDir Path folder) throws Exception {
        try (var process = ReplicaProcess.start(folder, 0)) {
            assertThat(process.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedReplica.start(ReplicaSettings.in(folder)))
                    .isInstanceOf(FolderInUseException.class);
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
                    .isInstanceOf(FolderInUseException.class);
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

    /**
     * Submits one batch after the other until it is told to stop, and the one that was under way
     * when its client was closed again.
     */
    private static final class Load implements Runnable {
        final AtomicInteger acknowledged = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicBoolean stop = new AtomicBoolean();
        volatile Client client;

        Load(Client client) {
            this.client = client;
        }

        @Override
        public void run() {
            long id = 1;
            while (!stop.get()) {
                try {
                    var batch = Native.transfers(id, BATCH);
                    var results = Native.await(client.createTransfersAsync(batch));
                    failed.addAndGet(
                            (int)
                                    Native.codes(results, BATCH).stream()
                                            .filter(code -> code != 0 && code != EXISTS)
                                            .count());
                    acknowledged.incrementAndGet();
                    id += BATCH;
                } catch (IllegalStateException closed) {
                    // With the new client, the same again.
                    Thread.onSpinWait();
                } catch (Exception e) {
                    if (!(e.getCause() instanceof IllegalStateException)) {
                        failed.incrementAndGet();
                        return;
                    }
                }
            }
        }
    }
}
