package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.U128;

import java.nio.ByteBuffer;

/**
 * The pieces that a snapshot is made of: a header of 32 bytes, then words. The checksum covers all
 * behind itself, also the piece's place and whose snapshot it is.
 */
final class SnapshotBlock {
    static final int BYTES = 1 << 20;
    static final int HEADER_BYTES = 32;

    private static final int INDEX = 16;
    private static final int SIZE = 20;
    private static final int OP = 24;

    private SnapshotBlock() {}

    /** Completes the header; the words end at the buffer's position. */
    static void seal(ByteBuffer block, int index, long op) {
        block.putInt(INDEX, index);
        block.putInt(SIZE, block.position());
        block.putLong(OP, op);
        checksum(block, block.position()).put(block, 0);
    }

    /** The block's size in bytes, or -1 where that cannot be. */
    static int size(ByteBuffer block) {
        int size = block.getInt(SIZE);
        return size < HEADER_BYTES || size > BYTES || size % Long.BYTES != 0 ? -1 : size;
    }

    /** Whether a block of this size is what was written in this place. */
    static boolean isWhole(ByteBuffer block, int size, int index, long op) {
        return U128.get(block, 0).equals(checksum(block, size))
                && block.getInt(INDEX) == index
                && block.getLong(OP) == op;
    }

    private static U128 checksum(ByteBuffer block, int size) {
        return Checksum.of(block.array(), U128.BYTES, size - U128.BYTES);
    }
}
