package global.pryzma.ledger.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The folder that the programs of Postgres are unpacked to, by the library, at the first start. It
 * may be shared by several processes; whoever comes first unpacks, while this is held.
 */
final class PostgresBinaries implements AutoCloseable {
    /** The lock within this process; a file lock only keeps other processes away. */
    private static final ReentrantLock UNPACKING = new ReentrantLock();

    private static final String COMPLETE = ".exists";

    private final @Nullable FileChannel lock;

    private PostgresBinaries(@Nullable FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Takes hold of the folder, until the programs have been unpacked. Removes what an interrupted
     * unpacking has left, on which the next one would stumble; the library marks a complete one
     * with a file.
     */
    static PostgresBinaries prepare(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (areThere(folder)) {
            return new PostgresBinaries(null);
        }
        UNPACKING.lock();
        try {
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                channel.lock();
                deleteIncomplete(folder);
                return new PostgresBinaries(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            UNPACKING.unlock();
            throw e;
        }
    }

    private static boolean areThere(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.anyMatch(file -> file.endsWith(COMPLETE));
        }
    }

    private static void deleteIncomplete(Path folder) throws IOException {
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder, "PG-*")) {
            for (Path version : unpacked) {
                if (!Files.exists(version.resolve(COMPLETE))) {
                    FolderTree.delete(version);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            try {
                lock.close();
            } finally {
                UNPACKING.unlock();
            }
        }
    }
}
