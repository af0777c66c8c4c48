package global.pryzma.replica.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The few things that the replica asks of a file. */
public interface JournalFile extends Closeable {
    /** Reads what it can, at most up to the buffer's limit; -1 at the end. */
    int read(ByteBuffer buffer, long position) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer buffer, long position) throws IOException;

    /** Returns once everything written is on the disk. */
    void force() throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    /** A file of the operating system. */
    static JournalFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new JournalFile() {
            @Override
            public int read(ByteBuffer buffer, long position) throws IOException {
                return channel.read(buffer, position);
            }

            @Override
            public void write(ByteBuffer buffer, long position) throws IOException {
                long at = position;
                while (buffer.hasRemaining()) {
                    at += channel.write(buffer, at);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
