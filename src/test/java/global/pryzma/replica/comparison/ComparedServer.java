package global.pryzma.replica.comparison;

import static org.awaitility.Awaitility.await;

import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.journal.ReplicaFiles;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;
import global.pryzma.replica.testing.ReplicaProcess;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server of a random comparison: something with a clock that can be stopped and come back. It
 * takes snapshots so often that most restarts load one.
 */
interface ComparedServer extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(60);

    /** Some 1,500 events. */
    long SNAPSHOT_AFTER_BYTES = 200_000;

    String address();

    /** Ends it and starts it again on the same port and folder. */
    void restart() throws Exception;

    default int port() {
        return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
    }

    /** Waits until there is a snapshot, which it has to have begun. */
    default void awaitSnapshot() {
        await("a snapshot").atMost(PATIENCE).until(() -> hasSnapshot(folder()));
    }

    Path folder();

    /** How many restarts found a snapshot, and so had to begin with it. */
    int snapshotsLoaded();

    /** Whether time stands still until it is put forward. */
    boolean isFrozen();

    /** The server's time, where it is frozen. */
    long clockNanos();

    void putForward(long nanos);

    @Override
    void close() throws Exception;

    /** In this process, with a clock that only the test moves. */
    static ComparedServer frozen(Path folder, MessageLimit limit, long startNanos)
            throws IOException {
        return new Frozen(folder, limit, startNanos);
    }

    /** In a process of its own, which a restart kills. */
    static ComparedServer process(Path folder, MessageLimit limit) throws IOException {
        return new Killed(folder, limit);
    }

    private static boolean hasSnapshot(Path folder) throws IOException {
        return !new ReplicaFiles(folder, JournalFile::open).snapshots().isEmpty();
    }

    /** See {@link #frozen}. */
    final class Frozen implements ComparedServer {
        private final AtomicLong clock;
        private final ReplicaSettings settings;
        private EmbeddedReplica replica;
        private int snapshotsLoaded;

        private Frozen(Path folder, MessageLimit limit, long startNanos) throws IOException {
            clock = new AtomicLong(startNanos);
            settings =
                    ReplicaSettings.in(folder)
                            .withLimit(limit)
                            .withSnapshotAfterBytes(SNAPSHOT_AFTER_BYTES);
            replica = EmbeddedReplica.start(settings, JournalFile::open, clock::get);
        }

        @Override
        public String address() {
            return replica.address();
        }

        @Override
        public void restart() throws IOException {
            int port = replica.port();
            replica.close();
            snapshotsLoaded += hasSnapshot(settings.dataFolder()) ? 1 : 0;
            replica = EmbeddedReplica.start(settings.withPort(port), JournalFile::open, clock::get);
        }

        @Override
        public Path folder() {
            return settings.dataFolder();
        }

        @Override
        public int snapshotsLoaded() {
            return snapshotsLoaded;
        }

        @Override
        public boolean isFrozen() {
            return true;
        }

        @Override
        public long clockNanos() {
            return clock.get();
        }

        @Override
        public void putForward(long nanos) {
            clock.addAndGet(nanos);
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    /** See {@link #process}. */
    final class Killed implements ComparedServer {
        private final Path folder;
        private final String[] arguments;
        private ReplicaProcess process;
        private int snapshotsLoaded;

        private Killed(Path folder, MessageLimit limit) throws IOException {
            this.folder = folder;
            String snapshots = "--snapshot-after-bytes=" + SNAPSHOT_AFTER_BYTES;
            this.arguments =
                    limit == MessageLimit.DEVELOPMENT
                            ? new String[] {snapshots, "--development"}
                            : new String[] {snapshots};
            this.process = ReplicaProcess.start(folder, 0, arguments);
        }

        @Override
        public String address() {
            return process.address();
        }

        @Override
        public void restart() throws Exception {
            int port = process.port();
            process.kill();
            snapshotsLoaded += hasSnapshot(folder) ? 1 : 0;
            process = ReplicaProcess.start(folder, port, arguments);
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public int snapshotsLoaded() {
            return snapshotsLoaded;
        }

        @Override
        public boolean isFrozen() {
            return false;
        }

        @Override
        public long clockNanos() {
            throw new UnsupportedOperationException("the clock runs");
        }

        @Override
        public void putForward(long nanos) {
            throw new UnsupportedOperationException("the clock runs");
        }

        @Override
        public void close() throws Exception {
            process.close();
        }
    }
}
