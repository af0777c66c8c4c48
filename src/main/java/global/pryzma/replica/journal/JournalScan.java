package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a journal's records one after the other, up to the end or to the first that is not whole.
 */
final class JournalScan {
    private static final int BUFFER_BYTES = 4 << 20;

    private final JournalFile file;
    private final ByteBuffer buffer = Header.littleEndian(new byte[BUFFER_BYTES]).limit(0);
    private final long end;
    private final boolean checkBodies;

    /** Where in the file the buffer begins. */
    private long bufferAt = JournalHead.BYTES;

    private U128 previous;
    private long op;
    private int bodyAt;

    /**
     * @param first what the first record names as the one before
     * @param base the commit before the first record
     * @param end where to stop
     * @param checkBodies whether the bodies' checksums are still to be looked at
     */
    JournalScan(JournalFile file, U128 first, long base, long end, boolean checkBodies) {
        this.checkBodies = checkBodies;
        this.file = file;
        this.previous = first;
        this.op = base;
        this.end = end;
    }

    /** What stands next in the file. */
    sealed interface Next {
        record Whole(JournalRecord record) implements Next {}

        record End() implements Next {}

        /** The file ends inside a record. */
        record Cut() implements Next {}

        record Damaged(String reason) implements Next {}
    }

    /** Where the next record begins; after anything but a whole record, where that one begins. */
    long position() {
        return bufferAt + buffer.position();
    }

    /** The checksum of the last whole record. */
    U128 previous() {
        return previous;
    }

    /** The body of the record that {@link #next} has just read. */
    byte[] body(JournalRecord record) {
        return Arrays.copyOfRange(buffer.array(), bodyAt, bodyAt + record.bodyBytes());
    }

    Next next() throws IOException {
        if (position() == end) {
            return new Next.End();
        }
        if (!fill(JournalRecord.HEADER_BYTES)) {
            return new Next.Cut();
        }
        int at = buffer.position();
        U128 checksum = U128.get(buffer, at + JournalRecord.CHECKSUM);
        if (!checksum.equals(JournalRecord.checksum(buffer.array(), at))) {
            return new Next.Damaged("wrong checksum of a record's head");
        }
        JournalRecord record = JournalRecord.read(buffer, at);
        String misplaced = misplaced(record, U128.get(buffer, at + JournalRecord.PREVIOUS));
        if (misplaced != null) {
            return new Next.Damaged(misplaced);
        }
        if (!fill(JournalRecord.HEADER_BYTES + record.bodyBytes())) {
            return new Next.Cut();
        }
        bodyAt = buffer.position() + JournalRecord.HEADER_BYTES;
        if (checkBodies && !bodyChecksum(record).equals(record.bodyChecksum())) {
            return new Next.Damaged("wrong checksum of a record's body");
        }
        buffer.position(bodyAt + record.bodyBytes());
        previous = checksum;
        op = record.op();
        return new Next.Whole(record);
    }

    private U128 bodyChecksum(JournalRecord record) {
        return Checksum.of(buffer.array(), bodyAt, record.bodyBytes());
    }

    private @Nullable String misplaced(JournalRecord record, U128 namedPrevious) {
        if (record.op() != op + 1) {
            return "commit " + record.op() + " follows commit " + op;
        }
        return namedPrevious.equals(previous) ? null : "the record before it is another one";
    }

    /** Sees to it that so many bytes of the file stand in the buffer; false at the file's end. */
    private boolean fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        if (end - position() < bytes) {
            return false;
        }
        bufferAt = position();
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), end - bufferAt));
        while (buffer.hasRemaining()) {
            if (file.read(buffer, bufferAt + buffer.position()) < 0) {
                throw new IOException("the journal became shorter while it was read");
            }
        }
        buffer.flip();
        return true;
    }
}
