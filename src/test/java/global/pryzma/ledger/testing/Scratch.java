package global.pryzma.ledger.testing;

import org.jspecify.annotations.Nullable;
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
import java.util.stream.Stream;

/**
 * Where the folders of tests are, those of {@code @TempDir} included: in memory, where the machine
 * has enough of it, otherwise where temporary files are. What is forced to a disk is forced there
 * just as well, and outlives every process that a test kills; but nobody waits for the disk.
 */
public final class Scratch implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Bytes; what a run takes at once stays far below it. */
    private static final long ENOUGH = 6L << 30;

    private static final String NAME = "pryzma-ledger-test-";
    private static final String LOCK = "lock";

    /** Keeps others from the folder: held as long as this process lives, and reachable so long. */
    @SuppressWarnings("unused") // a channel that nobody knows is closed, and the lock is gone
    private static @Nullable FileLock held;

    private static final Path PARENT = choose();

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) {
        return folder();
    }

    /** A new one, empty. */
    static Path folder() {
        try {
            return Files.createTempDirectory(PARENT, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path choose() {
        try {
            Path parent = isEnough() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            // While one looks for what can go, no other makes what has no lock yet.
            try (FileChannel all = open(parent.resolve(NAME + "all"));
                    FileLock _ = all.lock()) {
                deleteWhatTheKilledHaveLeft(parent);
                Path folder = Files.createTempDirectory(parent, NAME);
                held = open(folder.resolve(LOCK)).lock();
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

    private static boolean isEnough() throws IOException {
        if (!Files.isWritable(MEMORY)) {
            return false;
        }
        FileStore store = Files.getFileStore(MEMORY);
        return store.type().equals("tmpfs")
                && store.getUsableSpace() >= ENOUGH
                && availableMemory() >= ENOUGH;
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
