package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the journals that follow a snapshot, or the beginning, and replays them. Mostly it is one;
 * it is more where the replica ended while it wrote a snapshot.
 */
final class JournalRecovery {
    private final ReplicaFiles files;
    private final U128 cluster;
    private final List<JournalSegment> segments = new ArrayList<>();

    JournalRecovery(ReplicaFiles files, U128 cluster) {
        this.files = files;
        this.cluster = cluster;
    }

    /**
     * Replays everything after a commit.
     *
     * @param start the commit of the snapshot, or none
     * @return the newest journal, to go on with
     */
    Journal run(JournalHead.Commit start, Journal.Replay replay) throws IOException {
        List<Long> ops =
                files.journals().stream().filter(journal -> journal >= start.op()).toList();
        if (ops.isEmpty() && start.op() == 0) {
            return Journal.create(files, cluster, start);
        }
        try {
            for (long op : ops) {
                open(op);
            }
            return run(segments, start, replay);
        } catch (IOException | RuntimeException | Error e) {
            for (JournalSegment segment : segments) {
                segment.close();
            }
            throw e;
        }
    }

    private void open(long op) throws IOException {
        JournalFile file = files.open(files.journal(op));
        try {
            segments.add(JournalSegment.open(files.journal(op), file, cluster));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private Journal run(List<JournalSegment> found, JournalHead.Commit start, Journal.Replay replay)
            throws IOException {
        Map<U128, Long> lastOps = new HashMap<>();
        List<JournalSegment.Found> ends = new ArrayList<>();
        JournalHead.Commit last = start;
        for (JournalSegment segment : found) {
            if (!segment.base().equals(last)) {
                throw new CorruptJournalException(
                        segment.path(),
                        0,
                        "it follows commit "
                                + segment.base().op()
                                + ", but commit "
                                + last.op()
                                + " is the last before it, or another history's");
            }
            JournalSegment.Found end = segment.check(segment == found.getLast(), lastOps);
            ends.add(end);
            last = end.last();
        }
        if (found.isEmpty()) {
            throw new CorruptJournalException(files.journal(start.op()), 0, "the file is missing");
        }
        for (int i = 0; i < found.size(); i++) {
            found.get(i).replay(ends.get(i).length(), lastOps, replay);
            if (i < found.size() - 1) {
                found.get(i).close();
            }
        }
        JournalSegment.Found end = ends.getLast();
        return new Journal(files, cluster, found.getLast().file(), end);
    }
}
