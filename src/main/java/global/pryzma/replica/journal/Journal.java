package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.U128;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The append-only files of committed messages, from which a restart makes the same state again; one
 * file at a time is written.
 *
 * <p>{@link #append} collects, {@link #commit} writes and forces: nothing that was appended may be
 * acknowledged before commit has returned. What only reads is written and not forced: it survives
 * the end of the process, and a failure of the power takes it back, which nobody sees but a client
 * that has survived that. After any exception the journal is unusable; opening it again finds what
 * is really there.
 */
public final class Journal implements Closeable {
    private static final int BUFFER_BYTES = 4 << 20;

    private final ReplicaFiles files;
    private final U128 cluster;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private JournalFile file;
    private long written;
    private JournalHead.Commit last;

    /** What the next record names as the one before it. */
    private U128 previous;

    /** Whether anything has to be forced. */
    private boolean dirty;

    private int turn;

    /** Goes on where recovery found the end. */
    Journal(ReplicaFiles files, U128 cluster, JournalFile file, JournalSegment.Found found) {
        this.files = files;
        this.cluster = cluster;
        this.file = file;
        this.written = found.length();
        this.last = found.last();
        this.previous = found.next();
    }

    /** What recovery does with each record, oldest first. */
    interface Replay {
        /**
         * @param lastOfClient whether no later record is of the same client
         */
        void record(JournalRecord record, byte[] body, boolean lastOfClient);
    }

    /**
     * Opens the journals that follow a commit, or makes the first; cuts off a torn tail; replays
     * what is there.
     *
     * @param start the last commit that need not be replayed
     * @throws CorruptJournalException if records that were safe on the disk are damaged
     */
    static Journal open(ReplicaFiles files, U128 cluster, JournalHead.Commit start, Replay replay)
            throws IOException {
        return new JournalRecovery(files, cluster).run(start, replay);
    }

    /** Makes an empty journal behind a commit. */
    static Journal create(ReplicaFiles files, U128 cluster, JournalHead.Commit base)
            throws IOException {
        ByteBuffer head = JournalHead.create(cluster, base);
        JournalFile file = createFile(files, head, files.journal(base.op()));
        var end = new JournalSegment.Found(JournalHead.BYTES, base, JournalHead.checksum(head));
        return new Journal(files, cluster, file, end);
    }

    private static JournalFile createFile(ReplicaFiles files, ByteBuffer head, Path path)
            throws IOException {
        JournalFile file = files.openTemporary(path);
        try {
            file.write(head.duplicate(), 0);
            file.force();
            files.publish(path);
            return file;
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** The last commit. */
    JournalHead.Commit last() {
        return last;
    }

    /** The present file's length in bytes, with what is only collected yet. */
    public long length() {
        return written + buffer.position();
    }

    /** Collects a record for the next {@link #commit}. */
    public void append(JournalRecord record, byte[] body) throws IOException {
        if (record.op() != last.op() + 1) {
            throw new IllegalArgumentException("commit " + record.op() + " after " + last.op());
        }
        if (buffer.remaining() < JournalRecord.HEADER_BYTES + record.bodyBytes()) {
            flush();
        }
        byte[] header = record.header(previous);
        buffer.put(header).put(body, 0, record.bodyBytes());
        previous = U128.get(Header.littleEndian(header), JournalRecord.CHECKSUM);
        last = new JournalHead.Commit(record.op(), previous);
        dirty |= !record.operation().reads();
    }

    /** Returns once everything appended is on the disk, or with the system if all of it reads. */
    public void commit() throws IOException {
        flush();
        if (!dirty) {
            return;
        }
        file.force();
        JournalHead.writeMark(file, new JournalHead.Mark(written, last.op()), turn++);
        dirty = false;
    }

    /** Goes on in a new file; everything must have been committed. */
    void roll() throws IOException {
        if (dirty || buffer.position() > 0) {
            throw new IllegalStateException("not everything is committed");
        }
        // The mark is on the disk too, then: nobody will write to this file any more.
        file.force();
        ByteBuffer head = JournalHead.create(cluster, last);
        JournalFile next = createFile(files, head, files.journal(last.op()));
        file.close();
        file = next;
        written = JournalHead.BYTES;
        previous = JournalHead.checksum(head);
        turn = 0;
    }

    private void flush() throws IOException {
        if (buffer.position() == 0) {
            return;
        }
        buffer.flip();
        int bytes = buffer.remaining();
        file.write(buffer, written);
        written += bytes;
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
