package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.StartRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that everything embedded lives in, held by one running instance at a time. The lock is
 * the operating system's, so that a killed process leaves none behind.
 */
final class DataFolder implements AutoCloseable {
    /**
     * The folders that this process holds. Asking the operating system would not do: closing any
     * second channel to a locked file gives up the process's lock on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder if it is not there, readable by its owner only, and takes hold of it. */
    static DataFolder hold(Path folder) {
        Path path;
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            path = folder.toRealPath();
        } catch (IOException e) {
            throw new StartRefused("The data folder " + folder + " can't be used: " + e, e);
        }
        if (!HELD.add(path)) {
            throw inUse(path, ProcessHandle.current().pid() + "");
        }
        try {
            return new DataFolder(path, lock(path));
        } catch (RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static FileChannel lock(Path path) {
        Path file = path.resolve("lock");
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(path, Files.readString(file).strip());
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException e) {
            throw new StartRefused("The data folder " + path + " can't be used: " + e, e);
        }
    }

    private static StartRefused inUse(Path path, String pid) {
        return new StartRefused(
                "The data folder %s is in use by another running instance (process %s): stop it, or choose another folder with PRYZMA_DATA_FOLDER."
                        .formatted(path, pid));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(path);
        }
    }
}
