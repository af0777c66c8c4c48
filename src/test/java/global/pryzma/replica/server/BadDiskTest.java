package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.replica.journal.Recovery;
import global.pryzma.replica.journal.ReplicaFiles;
import global.pryzma.replica.journal.Snapshots;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.testing.CapturedLog;
import global.pryzma.replica.testing.FaultyFile;
import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.ReplicaProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
            Native.awaitDebits(replica.address(), 1);
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
            // Whoever asks it for something meanwhile does not wait for ever.
            var evicted =
                    CompletableFuture.supplyAsync(
                            () -> replica.evictSession(replica.sessions().getFirst()));
            assertThat(evicted.get(40, TimeUnit.SECONDS)).isFalse();

            disk.forceFails = false;
            replica.startAnswering();
            Native.awaitDebits(replica.address(), 1);
        }
    }

    @Test
    void aLoopThatNeverStartedLeavesNobodyWaiting(@TempDir Path folder) throws Exception {
        var files = new ReplicaFiles(folder, disk);
        Recovery recovered = Recovery.run(files, U128.ZERO);
        var loop =
                new CommitLoop(
                        recovered.state(),
                        recovered.journal(),
                        new Snapshots(files, U128.ZERO, Long.MAX_VALUE, recovered),
                        U128.ZERO,
                        MessageLimit.FULL,
                        EmbeddedReplica::wallClockNanos,
                        failure -> {});
        var before = loop.evictSession(new U128(1, 1));
        disk.space = 0;
        assertThatThrownBy(loop::start).hasMessageContaining("No space left");
        loop.close();
        assertThat(before).isCompletedWithValue(CommitLoop.SILENCE);
        assertThat(loop.evictSession(new U128(1, 1))).isCompletedWithValue(CommitLoop.SILENCE);
    }

    @Test
    void aRevivalWaitsForSpaceAndTellsEachReasonOnce(@TempDir Path folder) throws Exception {
        try (var log = CapturedLog.of(Revival.class);
                var replica = start(folder);
                var revival = Revival.of(replica, Duration.ofMillis(10))) {
            try (var client = Native.connect(replica.address())) {
                Native.createAccounts(client, 2);
            }
            for (int n = 1; n <= 2; n++) {
                int outages = n;
                try (var client = Native.connect(replica.address())) {
                    assertThat(Native.debitsPosted(client, 1)).isEqualTo(outages - 1);
                    disk.space = 0;
                    var pending = client.createTransfersAsync(Native.transfers(10 + outages, 1));
                    await().until(() -> disk.refusals.get() > 20);
                    assertThat(replica.isAnswering()).isFalse();
                    assertThat(pending).isNotDone();
                    assertThat(log.containing("cannot answer again")).hasSize(outages);

                    disk.space = Long.MAX_VALUE;
                    Native.awaitDebits(replica.address(), outages);
                }
                await().until(() -> log.containing("answers again: ").size() == outages);
                assertThat(replica.failure()).isEmpty();
                disk.refusals.set(0);
            }
        }
    }

    @Test
    void whatSomebodyHasStoppedIsNotRevived(@TempDir Path folder) throws Exception {
        try (var replica = start(folder);
                var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            disk.space = 0;
            var _ = client.createTransfersAsync(Native.transfers(10, 1));
            await().until(() -> replica.failure().isPresent());
            replica.stopAnswering();
            disk.space = Long.MAX_VALUE;
            assertThat(replica.startAfterFailure()).isFalse();
            assertThat(replica.isAnswering()).isFalse();

            disk.space = 0;
            assertThatThrownBy(replica::startAnswering).hasMessageContaining("No space left");
            disk.space = Long.MAX_VALUE;
            // Somebody wants it to answer, who had only come too early.
            assertThat(replica.startAfterFailure()).isTrue();
            Native.awaitDebits(replica.address(), 1);
        }
    }

    /** The time ends the stop, not the failure. */
    @Test
    void aStopForAWhileDoesNotEndAFailure(@TempDir Path folder) throws Exception {
        try (var replica = start(folder);
                var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            disk.space = 0;
            var _ = client.createTransfersAsync(Native.transfers(10, 1));
            await().until(() -> replica.failure().isPresent());
            disk.space = Long.MAX_VALUE;
            replica.stopAnsweringFor(Duration.ofMillis(20));
            await().during(Duration.ofMillis(200)).until(() -> !replica.isAnswering());
            assertThat(replica.failure()).isPresent();
            assertThat(replica.startAfterFailure()).isTrue();
            Native.awaitDebits(replica.address(), 1);
        }
    }

    @Test
    void oneThatStoppedOnPurposeBeforeItFailedIsNotRevivedEither(@TempDir Path folder)
            throws Exception {
        try (var replica = start(folder);
                var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            replica.refuseConnections();
            disk.space = 0;
            var _ = client.createTransfersAsync(Native.transfers(10, 1));
            await().until(() -> replica.failure().isPresent());
            disk.space = Long.MAX_VALUE;
            assertThat(replica.startAfterFailure()).isFalse();
            replica.startAnswering();
            Native.awaitDebits(replica.address(), 1);
            assertThat(replica.startAfterFailure()).isFalse();
        }
    }

    /** Here the operating system refuses the write: no file may be longer than 256 KiB. */
    @Test
    void aProcessThatCannotWriteEnds(@TempDir Path folder) throws Exception {
        try (var process = ReplicaProcess.startWithFileLimit(512, folder);
                var client = Native.connect(process.address())) {
            Native.createAccounts(client, 2);
            var pending = client.createTransfersAsync(Native.transfers(10, 8000));
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.output().lines())
                    .filteredOn(line -> line.startsWith("the replica has stopped: "))
                    .singleElement()
                    .asString()
                    .contains("IOException");
            assertThat(pending).isNotDone();
        }
    }

    private EmbeddedReplica start(Path folder) throws Exception {
        return EmbeddedReplica.start(
                ReplicaSettings.in(folder), disk, EmbeddedReplica::wallClockNanos);
    }
}
