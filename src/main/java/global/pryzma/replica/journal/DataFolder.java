package global.pryzma.replica.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of one replica. A lock of the operating system keeps others out; it ends with the
 * process, however that ends, so that the lock file left behind means nothing.
 */
public final class DataFolder implements Closeable {
    /**
     * The folders that this process has open. The system's lock does not keep a process from
     * itself; worse, on Linux closing any channel of the lock file would give the lock up.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, so that no power failure takes it away again, and locks
     * it.
     *
     * @throws DataFolderInUseException if someone else has it
     */
    public static DataFolder open(Path folder, Disk disk) throws IOException {
        make(folder.toAbsolutePath(), disk);
        Path real = folder.toRealPath();
        if (!OPEN.add(real)) {
            throw new DataFolderInUseException(real);
        }
        try {
            return new DataFolder(real, lock(real));
        } catch (IOException | RuntimeException e) {
            OPEN.remove(real);
            throw e;
        }
    }

    private static void make(Path folder, Disk disk) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        make(parent, disk);
        // Somebody else may make it at the same time; a file in its place is refused.
        Files.createDirectories(folder);
        // POSIX: forcing a folder makes lasting what is in it, but not its own name.
        disk.forceFolder(parent);
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new DataFolderInUseException(folder);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    public ReplicaFiles files(Disk disk) {
        return new ReplicaFiles(folder, disk);
    }

    @Override
    public void close() throws IOException {
        lock.close();
        OPEN.remove(folder);
    }
}
