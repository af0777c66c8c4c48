package global.pryzma.replica.journal;

import global.pryzma.replica.machine.WordSink;
import global.pryzma.replica.protocol.Header;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Writes words to a file in checksummed blocks. It forces the file every few blocks, so that the
 * disk never owes much and the journal's forces, meanwhile, don't wait for long; and rests after
 * each block for as long as that took, so that half a processor is the most it keeps from others.
 */
final class SnapshotWriter implements WordSink {
    private static final int FORCE_BLOCKS = 8;

    private static final long LONGEST_REST_NANOS = 50_000_000;

    private final JournalFile file;
    private final long op;
    private final BooleanSupplier cancelled;
    private final ByteBuffer block = Header.littleEndian(new byte[SnapshotBlock.BYTES]);
    private long written;
    private int index;
    private long rested = System.nanoTime();

    /**
     * @param op the commit of the snapshot
     * @param cancelled asked now and then: whether to give up
     */
    SnapshotWriter(JournalFile file, long op, BooleanSupplier cancelled) {
        this.file = file;
        this.op = op;
        this.cancelled = cancelled;
        block.position(SnapshotBlock.HEADER_BYTES);
    }

    @Override
    public void put(long[] words, int at, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int now = Math.min(count - done, block.remaining() / Long.BYTES);
            block.asLongBuffer().put(words, at + done, now);
            block.position(block.position() + now * Long.BYTES);
            done += now;
            if (!block.hasRemaining()) {
                writeBlock();
            }
        }
    }

    /**
     * Writes what is left, the empty block that says that nothing is missing, and forces all.
     *
     * @return the file's length in bytes
     */
    long finish() throws IOException {
        if (block.position() > SnapshotBlock.HEADER_BYTES) {
            writeBlock();
        }
        writeBlock();
        file.force();
        return written;
    }

    private void writeBlock() throws IOException {
        if (cancelled.getAsBoolean()) {
            throw new CancelledException();
        }
        SnapshotBlock.seal(block, index++, op);
        block.flip();
        int bytes = block.remaining();
        file.write(block, written);
        written += bytes;
        block.clear().position(SnapshotBlock.HEADER_BYTES);
        if (index % FORCE_BLOCKS == 0) {
            file.force();
        }
        rest();
    }

    private void rest() {
        long worked = System.nanoTime() - rested;
        LockSupport.parkNanos(Math.min(worked, LONGEST_REST_NANOS));
        rested = System.nanoTime();
    }

    /** The replica is closing, and the snapshot is not needed yet. */
    static final class CancelledException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
