package global.pryzma.replica.testing;

import global.pryzma.replica.journal.Disk;
import global.pryzma.replica.journal.JournalFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that can be full, tear a write, or fail to force. */
public final class FaultyFile implements Disk {
    /** Bytes that can still be written beyond the file's end. */
    public volatile long space = Long.MAX_VALUE;

    public volatile boolean forceFails;

    /** How many writes did not fit. */
    public final AtomicInteger refusals = new AtomicInteger();

    @Override
    public JournalFile open(Path path) throws IOException {
        JournalFile file = JournalFile.open(path);
        return new JournalFile() {
            @Override
            public int read(ByteBuffer buffer, long position) throws IOException {
                return file.read(buffer, position);
            }

            @Override
            public void write(ByteBuffer buffer, long position) throws IOException {
                long growth = Math.max(0, position + buffer.remaining() - file.size());
                if (growth <= space) {
                    space -= growth;
                    file.write(buffer, position);
                    return;
                }
                refusals.incrementAndGet();
                // A full disk takes what still fits.
                buffer.limit(buffer.limit() - (int) (growth - space));
                space = 0;
                file.write(buffer, position);
                throw new IOException("No space left on device");
            }

            @Override
            public void force() throws IOException {
                if (forceFails) {
                    throw new IOException("Input/output error");
                }
                file.force();
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
