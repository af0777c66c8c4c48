package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.Folders;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Writes of one block beside a load, each forced to the same disk at a fixed moment: what of the
 * load's slowest requests is the disk's own. Like an {@link OpenLoop}'s, their latencies are taken
 * from the moments at which they were due.
 */
final class ForcedWrites implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final double ALONE_PER_SECOND = 500;

    private final Meter meter = new Meter();
    private final Path file;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable IOException failure;

    private ForcedWrites(Path file, double perSecond) {
        this.file = file;
        long interval = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        thread = Thread.ofPlatform().name("forced-writes").start(() -> run(interval));
    }

    /** What they take where {@link Installation}s have their data, with nothing else going on. */
    static Measured alone(Duration time) throws IOException, InterruptedException {
        Path folder = Folders.temporaryOnDisk();
        try (var writes = new ForcedWrites(folder.resolve("forced-writes"), ALONE_PER_SECOND)) {
            Thread.sleep(time);
            return writes.look();
        } finally {
            Folders.delete(folder);
        }
    }

    static ForcedWrites start(Installation installation, double perSecond) {
        return new ForcedWrites(installation.folder().resolve("forced-writes"), perSecond);
    }

    /** Since the last time, or the beginning. */
    Measured look() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return meter.look();
    }

    private void run(long interval) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            for (long due = System.nanoTime(); !stopped; due += interval) {
                OpenLoop.awaitTime(due);
                channel.write(block.clear());
                channel.force(false);
                meter.took(System.nanoTime() - due);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(file);
    }
}
