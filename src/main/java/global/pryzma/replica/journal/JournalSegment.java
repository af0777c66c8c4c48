package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.U128;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * One file of the journal, as recovery reads it: twice, first to check everything and to learn
 * which record of each client is the last, because only those need their reply made again.
 */
final class JournalSegment implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalSegment.class);
    private static final int COPY_BYTES = 1 << 20;

    private final Path path;
    private final JournalFile file;
    private final U128 first;
    private final JournalHead.Commit base;
    private final JournalHead.Mark mark;

    private JournalSegment(Path path, JournalFile file, ByteBuffer head) {
        this.path = path;
        this.file = file;
        this.first = JournalHead.checksum(head);
        this.base = JournalHead.base(head);
        this.mark = JournalHead.mark(head);
    }

    /**
     * @throws CorruptJournalException if the file's head is damaged or another cluster's
     */
    static JournalSegment open(Path path, JournalFile file, U128 cluster) throws IOException {
        ByteBuffer head = Header.littleEndian(new byte[JournalHead.BYTES]);
        while (head.hasRemaining() && file.read(head, head.position()) >= 0) {
            // Reads on.
        }
        // A journal got its name only after its head was on the disk.
        String flaw =
                head.hasRemaining()
                        ? "the file is cut"
                        : JournalHead.flaw(head, cluster).orElse(null);
        if (flaw != null) {
            throw new CorruptJournalException(path, 0, flaw);
        }
        return new JournalSegment(path, file, head);
    }

    /** The commit that this file follows. */
    JournalHead.Commit base() {
        return base;
    }

    Path path() {
        return path;
    }

    /** Where the good part of the file ends; {@code next} is what the next record has to name. */
    record Found(long length, JournalHead.Commit last, U128 next) {}

    /**
     * Checks every record.
     *
     * @param newest whether writes to this file may have been under way: only then may its end be
     *     torn, and is cut off
     * @param lastOps gets each client's last commit
     */
    Found check(boolean newest, Map<U128, Long> lastOps) throws IOException {
        long size = file.size();
        var scan = new JournalScan(file, first, base.op(), size, true);
        JournalHead.Commit last = base;
        JournalScan.Next next = scan.next();
        while (next instanceof JournalScan.Next.Whole(JournalRecord record)) {
            lastOps.put(record.client(), record.op());
            last = new JournalHead.Commit(record.op(), scan.previous());
            next = scan.next();
        }
        long length = scan.position();
        if (length < mark.length() || length < size && !newest) {
            throw new CorruptJournalException(path, length, lost(next, last.op()));
        }
        if (length < size) {
            cutTornTail(length, size);
        }
        if (newest) {
            writeAgain(length);
        }
        return new Found(length, last, scan.previous());
    }

    /** What happened to commits that had been on the disk. */
    private String lost(JournalScan.Next next, long op) {
        String reason =
                next instanceof JournalScan.Next.Damaged(String damage)
                        ? damage
                        : "the file is cut";
        return reason + "; it ends at commit " + op + ", but commit " + mark.op() + " was safe";
    }

    private void cutTornTail(long length, long size) throws IOException {
        LOG.warn(
                "journal {}: the last write was torn; {} bytes from byte {} on are cut off, with no"
                        + " change that was acknowledged",
                path,
                size - length,
                length);
        file.truncate(length);
        file.force();
    }

    /**
     * Writes once more what the mark does not vouch for. A force that failed may leave bytes that
     * can be read but will never get to the disk; written again, they do, or fail again.
     */
    private void writeAgain(long length) throws IOException {
        long at = mark.length();
        if (at == length) {
            return;
        }
        while (at < length) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPY_BYTES, length - at));
            while (bytes.hasRemaining()) {
                if (file.read(bytes, at + bytes.position()) < 0) {
                    throw new IOException("the journal became shorter while it was read");
                }
            }
            bytes.flip();
            file.write(bytes, at);
            at += bytes.capacity();
        }
        file.force();
    }

    /** Replays the records that {@link #check} has found good. */
    void replay(long length, Map<U128, Long> lastOps, Journal.Replay replay) throws IOException {
        var scan = new JournalScan(file, first, base.op(), length, false);
        while (scan.next() instanceof JournalScan.Next.Whole(JournalRecord record)) {
            Long last = lastOps.get(record.client());
            replay.record(record, scan.body(record), last != null && last == record.op());
        }
    }

    /** For the journal that goes on in this file. */
    JournalFile file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
