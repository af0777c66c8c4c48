package global.pryzma.replica.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.replica.machine.Frozen;
import global.pryzma.replica.protocol.U128;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A snapshot is the state, whatever the state does while it is written. */
class SnapshotTest {
    private static final U128 CLUSTER = U128.ZERO;

    private final long seed = System.nanoTime();
    private final States states = States.of(seed, 300);

    @TempDir private Path folder;

    private ReplicaFiles files() {
        return new ReplicaFiles(folder, JournalFile::open);
    }

    @Test
    void twoReplaysOfTheSameMessagesGiveTheSameDigest() {
        String digest = StateDigest.of(states.replayed(300));
        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(StateDigest.of(states.replayed(300))).isEqualTo(digest);
        assertThat(StateDigest.of(states.replayed(299))).isNotEqualTo(digest);
    }

    /** At many moments: what was loaded is the same, and becomes the same with what follows. */
    @Test
    void aLoadedStateGoesOnLikeTheOneThatWasSaved() throws IOException {
        String end = StateDigest.of(states.replayed(300));
        for (int at = 1; at <= 300; at += 23) {
            ReplicaState saved = states.replayed(at);
            write(saved);
            var loaded = new ReplicaState(CLUSTER);
            assertThat(Snapshot.read(files(), CLUSTER, at, loaded).checksum())
                    .isEqualTo(U128.of(at));
            assertThat(StateDigest.of(loaded)).as("seed %d", seed).isEqualTo(StateDigest.of(saved));
            states.commit(loaded, at, 300);
            assertThat(StateDigest.of(loaded)).as("seed %d", seed).isEqualTo(end);
        }
    }

    @Test
    void aFrozenStateDoesNotChange() throws IOException {
        ReplicaState state = states.replayed(150);
        String before = StateDigest.of(state);
        Frozen frozen = state.freeze();
        states.commit(state, 150, 300);
        var commit = new JournalHead.Commit(150, U128.of(7));
        Snapshot.write(files(), CLUSTER, commit, frozen, () -> false);
        var loaded = new ReplicaState(CLUSTER);
        Snapshot.read(files(), CLUSTER, 150, loaded);
        assertThat(StateDigest.of(loaded)).as("seed %d", seed).isEqualTo(before);
    }

    @Test
    void aFlippedByteAnywhereIsRefused() throws IOException {
        write(states.replayed(20));
        Path path = files().snapshot(20);
        byte[] whole = Files.readAllBytes(path);
        for (int at = 0; at < whole.length; at += 37) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(path, flipped);
            refused(path);
        }
    }

    @Test
    void aCutOrLongerFileIsRefused() throws IOException {
        write(states.replayed(20));
        Path path = files().snapshot(20);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length += 211) {
            Files.write(path, Arrays.copyOf(whole, length));
            refused(path);
        }
        Files.write(path, Arrays.copyOf(whole, whole.length + 1));
        refused(path);
    }

    @Test
    void anotherClustersSnapshotIsRefused() throws IOException {
        write(states.replayed(2));
        assertThatThrownBy(() -> Recovery.run(files(), U128.of(1)))
                .isInstanceOf(CorruptJournalException.class)
                .hasMessageContaining("cluster");
    }

    private void refused(Path path) {
        assertThatThrownBy(() -> Recovery.run(files(), CLUSTER))
                .isInstanceOf(CorruptJournalException.class)
                .hasMessageContaining(path.toString());
    }

    private void write(ReplicaState state) throws IOException {
        var commit = new JournalHead.Commit(state.op(), U128.of(state.op()));
        Snapshot.write(files(), CLUSTER, commit, state.freeze(), () -> false);
    }
}
