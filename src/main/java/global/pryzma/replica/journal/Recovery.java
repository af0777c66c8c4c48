package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What a data folder held: the state and the journal to go on with.
 *
 * @param snapshotBytes the length of the snapshot; 0 where there was none
 * @param olderBytes the length of the journals behind it that are no longer written
 */
public record Recovery(ReplicaState state, Journal journal, long snapshotBytes, long olderBytes) {

    /**
     * Loads the newest snapshot and replays the journals behind it.
     *
     * @throws CorruptJournalException if what had been safe is damaged or missing
     */
    public static Recovery run(ReplicaFiles files, U128 cluster) throws IOException {
        files.deleteTemporaries();
        var state = new ReplicaState(cluster);
        JournalHead.Commit start = JournalHead.Commit.NONE;
        long snapshotBytes = 0;
        List<Long> snapshots = files.snapshots();
        if (!snapshots.isEmpty()) {
            long newest = snapshots.getLast();
            start = Snapshot.read(files, cluster, newest, state);
            snapshotBytes = Files.size(files.snapshot(newest));
        }
        Journal journal = Journal.open(files, cluster, start, state::commit);
        // A crash may have left what the snapshot replaced.
        files.deleteBefore(start.op());
        long olderBytes = 0;
        List<Long> journals = files.journals();
        for (long older : journals.subList(0, journals.size() - 1)) {
            olderBytes += Files.size(files.journal(older));
        }
        return new Recovery(state, journal, snapshotBytes, olderBytes);
    }
}
