package global.pryzma.replica.journal;

import global.pryzma.replica.machine.WordSource;
import global.pryzma.replica.protocol.Header;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads the words of a snapshot; every block is checked before any of its words is believed. */
final class SnapshotReader implements WordSource {
    private final Path path;
    private final JournalFile file;
    private final long op;
    private final ByteBuffer block = Header.littleEndian(new byte[SnapshotBlock.BYTES]).limit(0);
    private long read;
    private int index;

    SnapshotReader(Path path, JournalFile file, long op) {
        this.path = path;
        this.file = file;
        this.op = op;
    }

    @Override
    public void get(long[] words, int at, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (!block.hasRemaining()) {
                readBlock();
                if (!block.hasRemaining()) {
                    throw corrupt("words are missing");
                }
            }
            int now = Math.min(count - done, block.remaining() / Long.BYTES);
            block.asLongBuffer().get(words, at + done, now);
            block.position(block.position() + now * Long.BYTES);
            done += now;
        }
    }

    /** Makes sure that the snapshot ends here. */
    void finish() throws IOException {
        if (block.hasRemaining()) {
            throw corrupt("there are more words than there should be");
        }
        readBlock();
        if (block.hasRemaining() || read != file.size()) {
            throw corrupt("the file is longer than it should be");
        }
    }

    private void readBlock() throws IOException {
        fill(0, SnapshotBlock.HEADER_BYTES);
        int size = SnapshotBlock.size(block);
        if (size < 0) {
            throw corrupt("wrong size of a block");
        }
        fill(SnapshotBlock.HEADER_BYTES, size);
        if (!SnapshotBlock.isWhole(block, size, index, op)) {
            throw corrupt("wrong checksum of a block");
        }
        read += size;
        index++;
        block.limit(size).position(SnapshotBlock.HEADER_BYTES);
    }

    private void fill(int from, int to) throws IOException {
        block.limit(to).position(from);
        while (block.hasRemaining()) {
            if (file.read(block, read + block.position()) < 0) {
                throw corrupt("the file is cut");
            }
        }
    }

    CorruptJournalException corrupt(String reason) {
        return new CorruptJournalException(path, read, reason);
    }
}
