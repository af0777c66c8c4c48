package global.pryzma.ledger.embedded.replica;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The server of a random comparison: something with a clock that can be stopped and come back. */
interface ComparedServer extends AutoCloseable {
    String address();

    /** Ends it and starts it again on the same port and folder. */
    void restart() throws Exception;

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

    /** See {@link #frozen}. */
    final class Frozen implements ComparedServer {
        private final AtomicLong clock;
        private final ReplicaSettings settings;
        private EmbeddedReplica replica;

        private Frozen(Path folder, MessageLimit limit, long startNanos) throws IOException {
            clock = new AtomicLong(startNanos);
            settings = ReplicaSettings.in(folder).withLimit(limit);
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
            replica = EmbeddedReplica.start(settings.withPort(port), JournalFile::open, clock::get);
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

        private Killed(Path folder, MessageLimit limit) throws IOException {
            this.folder = folder;
            this.arguments =
                    limit == MessageLimit.DEVELOPMENT
                            ? new String[] {"--development"}
                            : new String[0];
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
            process = ReplicaProcess.start(folder, port, arguments);
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
