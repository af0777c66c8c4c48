package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first page of a journal: what file this is, which commit came before it, and the
 * <em>mark</em>, up to where it is known to be on the disk. Recovery needs the mark to tell a torn
 * tail, which is normal after a crash, from damage to what was acknowledged.
 *
 * <p>The mark is written after each force and gets to the disk with the next one, so that after a
 * power failure it may lag by one group of records; it never runs ahead. It has two places, used in
 * turn, so that a torn write leaves the older one.
 */
public final class JournalHead {
    public static final int BYTES = 4096;

    private static final long MAGIC = 0x314e524a_5a595250L;
    private static final int VERSION = 2;

    private static final int HEAD_BYTES = 128;
    private static final int MAGIC_AT = 16;
    private static final int VERSION_AT = 24;
    private static final int CLUSTER_AT = 32;
    private static final int BASE_OP_AT = 48;
    private static final int PREVIOUS_AT = 64;

    private static final int MARK_BYTES = 64;
    private static final int LENGTH_AT = 16;
    private static final int OP_AT = 24;
    private static final int[] MARKS = {1024, 2048};

    private JournalHead() {}

    /**
     * Up to where the journal is on the disk.
     *
     * @param length of the file in bytes
     * @param op the last commit within it
     */
    record Mark(long length, long op) {}

    /**
     * A commit and the checksum of its record.
     *
     * @param op 0 before the first
     */
    record Commit(long op, U128 checksum) {
        static final Commit NONE = new Commit(0, U128.ZERO);
    }

    /**
     * The page of a new journal.
     *
     * @param base the last commit before it
     */
    static ByteBuffer create(U128 cluster, Commit base) {
        ByteBuffer head = Header.littleEndian(new byte[BYTES]);
        head.putLong(MAGIC_AT, MAGIC);
        head.putInt(VERSION_AT, VERSION);
        cluster.put(head, CLUSTER_AT);
        head.putLong(BASE_OP_AT, base.op());
        base.checksum().put(head, PREVIOUS_AT);
        checksum(head, 0, HEAD_BYTES).put(head, 0);
        return head;
    }

    /** What is wrong with the page, or nothing. */
    static Optional<String> flaw(ByteBuffer head, U128 cluster) {
        if (head.getLong(MAGIC_AT) != MAGIC) {
            return Optional.of("this is no journal");
        }
        if (!U128.get(head, 0).equals(checksum(head, 0, HEAD_BYTES))) {
            return Optional.of("wrong checksum of the file's head");
        }
        if (head.getInt(VERSION_AT) != VERSION) {
            return Optional.of("unknown format version " + head.getInt(VERSION_AT));
        }
        U128 found = U128.get(head, CLUSTER_AT);
        return found.equals(cluster)
                ? Optional.empty()
                : Optional.of("it belongs to cluster " + found + ", not " + cluster);
    }

    /** The last commit before this journal. */
    static Commit base(ByteBuffer head) {
        return new Commit(head.getLong(BASE_OP_AT), U128.get(head, PREVIOUS_AT));
    }

    /** The first record's predecessor: the checksum of the page's fixed part. */
    static U128 checksum(ByteBuffer head) {
        return U128.get(head, 0);
    }

    static void writeMark(JournalFile file, Mark mark, int turn) throws IOException {
        ByteBuffer bytes = Header.littleEndian(new byte[MARK_BYTES]);
        bytes.putLong(LENGTH_AT, mark.length());
        bytes.putLong(OP_AT, mark.op());
        checksum(bytes, 0, MARK_BYTES).put(bytes, 0);
        file.write(bytes, MARKS[turn & 1]);
    }

    /** The farthest mark that is whole; a fresh file has none and nothing to lose. */
    static Mark mark(ByteBuffer head) {
        Mark farthest = new Mark(BYTES, head.getLong(BASE_OP_AT));
        for (int at : MARKS) {
            Mark mark = new Mark(head.getLong(at + LENGTH_AT), head.getLong(at + OP_AT));
            if (U128.get(head, at).equals(checksum(head, at, MARK_BYTES))
                    && mark.length() > farthest.length()) {
                farthest = mark;
            }
        }
        return farthest;
    }

    private static U128 checksum(ByteBuffer head, int at, int length) {
        return Checksum.of(head.array(), at + U128.BYTES, length - U128.BYTES);
    }
}
