package global.pryzma.replica.journal;

import global.pryzma.replica.machine.Frozen;
import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The state after a commit as a file: a few words that say what it is, then the state's words. Like
 * a journal it has its name only once it is whole and on the disk.
 */
final class Snapshot {
    private static final long MAGIC = 0x3153_5a59_5250L;
    private static final int VERSION = 1;

    private Snapshot() {}

    /**
     * Writes a snapshot; when this returns it counts.
     *
     * @param commit the last one in the state
     * @return its length in bytes
     */
    static long write(
            ReplicaFiles files,
            U128 cluster,
            JournalHead.Commit commit,
            Frozen state,
            BooleanSupplier cancelled)
            throws IOException {
        Path path = files.snapshot(commit.op());
        try {
            long length;
            try (JournalFile file = files.openTemporary(path)) {
                var writer = new SnapshotWriter(file, commit.op(), cancelled);
                writer.put(MAGIC);
                writer.put(VERSION);
                writer.put(cluster);
                writer.put(commit.checksum());
                state.writeTo(writer);
                length = writer.finish();
            }
            files.publish(path);
            return length;
        } catch (IOException | RuntimeException | Error e) {
            files.deleteTemporary(path);
            throw e;
        }
    }

    /**
     * Fills an empty state.
     *
     * @return the last commit in it
     * @throws CorruptJournalException if the file is not what was written, or another cluster's
     */
    static JournalHead.Commit read(ReplicaFiles files, U128 cluster, long op, ReplicaState state)
            throws IOException {
        Path path = files.snapshot(op);
        try (JournalFile file = files.open(path)) {
            var reader = new SnapshotReader(path, file, op);
            if (reader.get() != MAGIC) {
                throw reader.corrupt("this is no snapshot");
            }
            long version = reader.get();
            if (version != VERSION) {
                throw reader.corrupt("unknown format version " + version);
            }
            U128 found = reader.getWide();
            if (!found.equals(cluster)) {
                throw reader.corrupt("it belongs to cluster " + found + ", not " + cluster);
            }
            var commit = new JournalHead.Commit(op, reader.getWide());
            state.load(reader);
            reader.finish();
            if (state.op() != op) {
                throw reader.corrupt("it holds commit " + state.op());
            }
            return commit;
        }
    }
}
