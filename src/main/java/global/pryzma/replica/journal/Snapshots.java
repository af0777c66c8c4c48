package global.pryzma.replica.journal;

import global.pryzma.replica.machine.Frozen;
import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * Takes a snapshot whenever the journal has grown enough, and then deletes what the snapshot
 * replaces.
 *
 * <p>The commit loop waits only while the state is frozen and a new journal is begun: that copies
 * one byte for each transfer and forces two files. Writing goes on beside it; what an account is
 * meanwhile changed to is kept apart, 2,048 accounts at a time ({@code Rows}). Nothing is deleted
 * before the snapshot is on the disk under its name, so that at every moment the newest snapshot
 * and the journals behind it are the whole truth.
 */
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final ReplicaFiles files;
    private final U128 cluster;
    private final long journalBytesMin;

    /** Of the last snapshot, in bytes. */
    private volatile long length;

    /** Of the journals that an earlier run left without a snapshot, in bytes. */
    private long olderBytes;

    private volatile boolean cancelled;
    private @Nullable Thread writing;

    /**
     * @param journalBytesMin the length of a journal from which on a snapshot is worth it
     * @param recovery what there was at the start
     */
    public Snapshots(ReplicaFiles files, U128 cluster, long journalBytesMin, Recovery recovery) {
        this.files = files;
        this.cluster = cluster;
        this.journalBytesMin = journalBytesMin;
        this.length = recovery.snapshotBytes();
        this.olderBytes = recovery.olderBytes();
    }

    /** Begins a snapshot if it is time; everything must have been committed. */
    public void takeIfDue(ReplicaState state, Journal journal) throws IOException {
        // Half the snapshot: a large state is not written again for a little journal, and replaying
        // never takes much longer than loading.
        if (olderBytes + journal.length() < Math.max(journalBytesMin, length / 2)
                || writing != null && writing.isAlive()) {
            return;
        }
        olderBytes = 0;
        JournalHead.Commit commit = journal.last();
        Frozen frozen = state.freeze();
        journal.roll();
        writing =
                Thread.ofPlatform()
                        .daemon()
                        .name("replica-snapshot")
                        .start(() -> write(commit, frozen));
    }

    private void write(JournalHead.Commit commit, Frozen frozen) {
        long start = System.nanoTime();
        try {
            length = Snapshot.write(files, cluster, commit, frozen, () -> cancelled);
            files.deleteBefore(commit.op());
            LOG.info(
                    "snapshot of commit {}: {} bytes in {} ms",
                    commit.op(),
                    length,
                    (System.nanoTime() - start) / 1_000_000);
        } catch (SnapshotWriter.CancelledException e) {
            LOG.debug("snapshot of commit {} is given up", commit.op());
        } catch (IOException e) {
            // The journals are all there: nothing is lost but time at the next start.
            LOG.error(
                    "snapshot of commit {} failed, the journals are kept: {}",
                    commit.op(),
                    e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("snapshot of commit {} failed, the journals are kept", commit.op(), e);
        }
    }

    /** Gives up what is under way. */
    public void close() {
        cancelled = true;
        await();
    }

    /** Waits until no snapshot is under way. */
    public void await() {
        Thread thread = writing;
        if (thread != null) {
            Threads.join(thread);
        }
    }
}
