package global.pryzma.replica.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.replica.protocol.U128;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The journal with its snapshots, ended at every single step that it asks of the disk: whatever was
 * committed is there again, nothing else, and it goes on from there.
 */
class SnapshotCrashTest {
    private static final int MESSAGES = 16;
    private static final long JOURNAL_BYTES = JournalHead.BYTES + 6000;
    private static final int STEPS_MAX = 10_000;

    private final long seed = System.nanoTime();
    private final States states = States.of(seed, MESSAGES);

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyStepMayBeTheLast(boolean powerIsLost) throws IOException {
        int deaths = 0;
        boolean died = true;
        for (int steps = 0; died; steps++) {
            assertThat(steps).isLessThan(STEPS_MAX);
            Path place = Files.createDirectory(folder.resolve(String.valueOf(steps)));
            var disk = new CrashingDisk(place, steps);
            int committed = run(place, disk);
            died = disk.isDead();
            deaths += died ? 1 : 0;
            if (died && powerIsLost) {
                disk.losePower();
            }
            goesOn(place, powerIsLost ? forced(committed) : committed, committed, steps);
        }
        // Several snapshots were taken on the way.
        assertThat(deaths).isGreaterThan(50);
    }

    /** Commits until the disk dies; the answer is how many messages were acknowledged. */
    private int run(Path place, Disk disk) {
        int committed = 0;
        var files = new ReplicaFiles(place, disk);
        try {
            Recovery recovery = Recovery.run(files, U128.ZERO);
            try (Journal journal = recovery.journal()) {
                var snapshots = new Snapshots(files, U128.ZERO, JOURNAL_BYTES, recovery);
                while (committed < MESSAGES) {
                    commit(recovery.state(), journal, committed);
                    committed++;
                    snapshots.takeIfDue(recovery.state(), journal);
                    snapshots.await();
                }
            }
        } catch (IOException e) {
            // The machine is dead.
        }
        return committed;
    }

    /** Of so many that were acknowledged those behind which there are only some that read. */
    private int forced(int committed) {
        int forced = committed;
        while (forced > 0 && states.record(forced - 1).operation().reads()) {
            forced--;
        }
        return forced;
    }

    private void goesOn(Path place, int forced, int committed, int steps) throws IOException {
        Recovery recovery = Recovery.run(new ReplicaFiles(place, JournalFile::open), U128.ZERO);
        ReplicaState state = recovery.state();
        String as = "seed " + seed + ", step " + steps;
        // What was under way may have got to the disk too.
        assertThat(state.op()).as(as).isBetween((long) forced, committed + 1L);
        int found = (int) state.op();
        assertThat(StateDigest.of(state)).as(as).isEqualTo(StateDigest.of(states.replayed(found)));
        try (Journal journal = recovery.journal()) {
            if (found < MESSAGES) {
                commit(state, journal, found);
            }
        }
        try (var left = Files.list(place)) {
            assertThat(left).as(as).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private void commit(ReplicaState state, Journal journal, int message) throws IOException {
        journal.append(states.record(message), states.body(message));
        journal.commit();
        state.commit(states.record(message), states.body(message), true);
    }

    @Test
    void aSnapshotReplacesTheJournalsBeforeIt() throws IOException {
        assertThat(run(folder, JournalFile::open)).isEqualTo(MESSAGES);
        var files = new ReplicaFiles(folder, JournalFile::open);
        assertThat(files.snapshots()).hasSize(1);
        assertThat(files.journals()).isEqualTo(files.snapshots());
        assertThat(files.snapshots().getFirst()).isGreaterThan(2);
    }

    /** However often it ends before a snapshot is done, the journals don't pile up. */
    @Test
    void aSnapshotThatWasGivenUpIsTakenAfterTheRestart() throws IOException {
        var failing = new RefusingSnapshots();
        assertThat(run(folder, failing)).isEqualTo(MESSAGES);
        var files = new ReplicaFiles(folder, JournalFile::open);
        Recovery recovery = Recovery.run(files, U128.ZERO);
        assertThat(recovery.olderBytes()).isGreaterThan(JOURNAL_BYTES);
        try (Journal journal = recovery.journal()) {
            var snapshots = new Snapshots(files, U128.ZERO, JOURNAL_BYTES, recovery);
            snapshots.takeIfDue(recovery.state(), journal);
            snapshots.await();
        }
        assertThat(files.snapshots()).containsExactly((long) MESSAGES);
        assertThat(files.journals()).containsExactly((long) MESSAGES);
    }

    @Test
    void aMissingJournalBehindASnapshotIsRefused() throws IOException {
        run(folder, JournalFile::open);
        var files = new ReplicaFiles(folder, JournalFile::open);
        Path journal = files.journal(files.journals().getFirst());
        Files.delete(journal);
        assertThatThrownBy(() -> Recovery.run(files, U128.ZERO))
                .isInstanceOf(CorruptJournalException.class)
                .hasMessageContaining(journal.toString())
                .hasMessageContaining("missing");
    }

    @Test
    void aMissingSnapshotIsRefused() throws IOException {
        run(folder, JournalFile::open);
        var files = new ReplicaFiles(folder, JournalFile::open);
        Files.delete(files.snapshot(files.snapshots().getFirst()));
        assertThatThrownBy(() -> Recovery.run(files, U128.ZERO))
                .isInstanceOf(CorruptJournalException.class)
                .hasMessageContaining("it follows commit");
    }

    /** The disk has no room for the snapshot: the replica goes on with its journals. */
    @Test
    void aFailedSnapshotCostsNothing() throws IOException {
        assertThat(run(folder, new RefusingSnapshots())).isEqualTo(MESSAGES);
        var files = new ReplicaFiles(folder, JournalFile::open);
        assertThat(files.snapshots()).isEmpty();
        assertThat(files.journals()).hasSizeGreaterThan(1);
        Recovery recovery = Recovery.run(files, U128.ZERO);
        recovery.journal().close();
        assertThat(StateDigest.of(recovery.state()))
                .isEqualTo(StateDigest.of(states.replayed(MESSAGES)));
    }

    /** Takes everything but snapshots. */
    private static final class RefusingSnapshots implements Disk {
        @Override
        public JournalFile open(Path path) throws IOException {
            return JournalFile.open(path);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            if (to.getFileName().toString().startsWith("snapshot")) {
                throw new IOException("No space left on device");
            }
            Disk.super.rename(from, to);
        }
    }
}
