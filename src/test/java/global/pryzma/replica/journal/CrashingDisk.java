package global.pryzma.replica.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A disk whose machine dies at a chosen step: from there on everything fails. {@link #losePower}
 * then takes away whatever was not forced, names too, which is the worst that can happen.
 */
final class CrashingDisk implements Disk {
    private final Path folder;
    private int stepsLeft;

    /** What a file's bytes would be after a power failure, by its present name. */
    private final Map<Path, byte[]> forced = new HashMap<>();

    /** Which files there would be after a power failure, and what would be in them. */
    private final Map<Path, byte[]> durable = new HashMap<>();

    CrashingDisk(Path folder, int stepsLeft) {
        this.folder = folder;
        this.stepsLeft = stepsLeft;
    }

    synchronized boolean isDead() {
        return stepsLeft < 0;
    }

    private synchronized void step() throws IOException {
        if (--stepsLeft < 0) {
            throw new IOException("the machine is dead");
        }
    }

    @Override
    public JournalFile open(Path path) throws IOException {
        boolean fresh = !Files.exists(path);
        if (fresh) {
            step();
        }
        JournalFile file = JournalFile.open(path);
        synchronized (this) {
            forced.computeIfAbsent(path, any -> new byte[0]);
        }
        return new Opened(file, path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        Disk.super.rename(from, to);
        synchronized (this) {
            forced.put(to, Objects.requireNonNull(forced.remove(from)));
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            step();
            Disk.super.delete(path);
            synchronized (this) {
                forced.remove(path);
            }
        }
    }

    @Override
    public void forceFolder(Path forcedFolder) throws IOException {
        step();
        synchronized (this) {
            durable.clear();
            durable.putAll(forced);
        }
    }

    /** The folder becomes what a power failure at the crash would have left. */
    synchronized void losePower() throws IOException {
        List<Path> present = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.filter(file -> !file.endsWith("lock")).forEach(present::add);
        }
        for (Path file : present) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> file : durable.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private final class Opened implements JournalFile {
        private final JournalFile file;
        private final Path openedAs;

        Opened(JournalFile file, Path openedAs) {
            this.file = file;
            this.openedAs = openedAs;
        }

        /** A file keeps its bytes when it gets its name. */
        private Path name() {
            String name = openedAs.getFileName().toString();
            Path published = openedAs.resolveSibling(name.replace(".tmp", ""));
            return forced.containsKey(openedAs) ? openedAs : published;
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            return file.read(buffer, position);
        }

        @Override
        public void write(ByteBuffer buffer, long position) throws IOException {
            step();
            file.write(buffer, position);
        }

        @Override
        public void force() throws IOException {
            // A real force would take its time, and nobody asks this disk for it.
            step();
            synchronized (CrashingDisk.this) {
                byte[] bytes = Files.readAllBytes(name());
                forced.put(name(), bytes);
                durable.computeIfPresent(name(), (path, old) -> bytes);
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            step();
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
