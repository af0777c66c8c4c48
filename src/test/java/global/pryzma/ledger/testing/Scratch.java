package global.pryzma.ledger.testing;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Where the folders of tests are, those of {@code @TempDir} included: in memory, where the machine
 * has enough of it, otherwise where temporary files are. What is forced to a disk is forced there
 * just as well, and outlives every process that a test kills; but nobody waits for the disk. Who
 * measures has to, and says so.
 */
public final class Scratch implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Bytes; what a run takes at once stays far below it. */
    private static final long ENOUGH = 6L << 30;

    private static final String NAME = "pryzma-ledger-test-";
    private static final String LOCK = "lock";

    /** Keep others from the folders: held as long as this process lives, and reachable so long. */
    private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

    private static final Path DISK = Path.of(System.getProperty("java.io.tmpdir"));

    private static final Path PARENT = parentIn(isEnough() ? MEMORY : DISK);

    /** Made by the first who asks for it. */
    private static final class OnDisk {
        private static final Path PARENT = parentIn(DISK);
    }

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) {
        return folder();
    }

    /** A new one, empty. */
    static Path folder() {
        return in(PARENT);
    }

    /** A new one where temporary files are, for what has to wait for the disk. */
    static Path onDisk() {
        return in(OnDisk.PARENT);
    }

    private static Path in(Path parent) {
        try {
            return Files.createTempDirectory(parent, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path parentIn(Path parent) {
        try {
            // While one looks for what can go, no other makes what has no lock yet.
            try (FileChannel all = open(parent.resolve(NAME + "all"));
                    FileLock _ = all.lock()) {
                deleteWhatTheKilledHaveLeft(parent);
                Path folder = Files.createTempDirectory(parent, NAME);
                HELD.add(open(folder.resolve(LOCK)).lock());
                AtExit.run(() -> Folders.delete(folder));
                return folder;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path lock) throws IOException {
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static boolean isEnough() {
        if (!Files.isWritable(MEMORY)) {
            return false;
        }
        try {
            FileStore store = Files.getFileStore(MEMORY);
            return store.type().equals("tmpfs")
                    && store.getUsableSpace() >= ENOUGH
                    && availableMemory() >= ENOUGH;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes that the kernel could give without swapping; see proc(5), meminfo. */
    private static long availableMemory() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static void deleteWhatTheKilledHaveLeft(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            for (Path folder : files.filter(Scratch::isOurs).toList()) {
                try (FileChannel channel = open(folder.resolve(LOCK));
                        FileLock lock = channel.tryLock()) {
                    if (lock != null) {
                        Folders.delete(folder);
                    }
                }
            }
        }
    }

    private static boolean isOurs(Path file) {
        return file.getFileName().toString().startsWith(NAME)
                && Files.isDirectory(file)
                && Files.isWritable(file);
    }
}
