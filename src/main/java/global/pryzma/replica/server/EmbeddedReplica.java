package global.pryzma.replica.server;

import global.pryzma.replica.journal.Disk;
import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.journal.Recovery;
import global.pryzma.replica.journal.ReplicaFiles;
import global.pryzma.replica.journal.ReplicaFolder;
import global.pryzma.replica.journal.ReplicaState;
import global.pryzma.replica.journal.Snapshots;
import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A single-node server for the unmodified TigerBeetle 0.16.30 client, in this process: for
 * development, tests and evaluation. What it has acknowledged is on the disk and survives the death
 * of the process; there is no second copy of it.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedReplica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedReplica.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ReplicaSettings settings;
    private final U128 cluster;
    private final ReplicaFiles files;
    private final LongSupplier clockNanos;
    private final ReplicaFolder folder;
    private final ReplyFaults faults = new ReplyFaults();
    private final Listener.Connections connections;
    private final Door door;

    private CommitLoop loop;
    private volatile @Nullable Throwable failure;
    private boolean answering = true;

    /** Somebody has stopped it, or has it refuse connections. */
    private boolean stoppedOnPurpose;

    /** How often somebody has stopped or started it: what was planned before means nothing. */
    private long orders;

    private boolean closed;

    private EmbeddedReplica(
            ReplicaSettings settings, Disk disk, LongSupplier clockNanos, ReplicaFolder folder)
            throws IOException {
        this.settings = settings;
        this.cluster = U128.of(settings.clusterId());
        this.files = folder.files(disk);
        this.clockNanos = clockNanos;
        this.folder = folder;
        this.connections =
                new Listener.Connections(cluster, request -> current().submit(request), faults);
        this.loop = begin();
        connections.beSilentFor(settings.silence());
        try {
            this.door = Door.open(settings.bindAddress(), settings.port(), connections::serve);
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /**
     * Recovers what the data folder holds and starts to answer.
     *
     * @throws FolderInUseException if another replica has the folder
     * @throws CorruptJournalException if what the folder holds is damaged
     * @throws IOException if the folder cannot be used or the port is taken
     */
    public static EmbeddedReplica start(ReplicaSettings settings) throws IOException {
        return start(settings, JournalFile::open, EmbeddedReplica::wallClockNanos);
    }

    /** With another disk and another clock, for tests. */
    public static EmbeddedReplica start(
            ReplicaSettings settings, Disk disk, LongSupplier clockNanos) throws IOException {
        ReplicaFolder folder = ReplicaFolder.open(settings.dataFolder(), disk);
        try {
            return new EmbeddedReplica(settings, disk, clockNanos, folder);
        } catch (IOException | RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /** The port that it listens on, also while it does not answer. */
    public int port() {
        return door.port();
    }

    /**
     * What the client takes as a replica's address, which is a number and never a name: {@code
     * 127.0.0.1:12345} or {@code [0:0:0:0:0:0:0:1]:12345}.
     */
    public String address() {
        return door.address();
    }

    /** Whether it is answering now. */
    public synchronized boolean isAnswering() {
        return answering;
    }

    /** How many messages it has committed since it began to answer; many events travel in one. */
    public long committedMessages() {
        return current().committedMessages();
    }

    /** What shall go wrong with replies, for tests. */
    public ReplyFaults replyFaults() {
        return faults;
    }

    /** The ids of the clients that have a session, the one that committed longest ago first. */
    public List<BigInteger> sessions() {
        return current().sessions().all().stream()
                .map(session -> session.client().toBigInteger())
                .toList();
    }

    /**
     * Ends a client's session, for tests, as 64 newer clients would: the client learns it with its
     * next request, and never recovers. It stays ended after a restart.
     *
     * @return whether there was one
     */
    public boolean evictSession(BigInteger client) {
        return current().evictSession(U128.of(client)).join().length > 0;
    }

    /**
     * Why it has stopped by itself: the journal could not be written. It stays stopped until {@link
     * #startAnswering} or {@link #startAfterFailure} has recovered from the disk.
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits until it has stopped by itself, and says why. */
    synchronized Throwable awaitFailure() throws InterruptedException {
        Throwable cause = failure;
        while (cause == null) {
            wait();
            cause = failure;
        }
        return cause;
    }

    /**
     * Behaves like a dead server, for tests and demonstrations: drops all connections and refuses
     * new ones. The port stays its own. Does nothing where it is not answering.
     */
    public synchronized void stopAnswering() {
        orders++;
        stoppedOnPurpose = true;
        hangUp();
    }

    private void hangUp() {
        answering = false;
        door.shut();
        connections.drop();
    }

    /**
     * Like {@link #stopAnswering}, and answers again by itself after a while; unless it has been
     * stopped, started or closed again by then, or has failed: that takes {@link #startAnswering}
     * or {@link #startAfterFailure}.
     */
    public synchronized void stopAnsweringFor(Duration duration) {
        stopAnswering();
        long order = orders;
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(duration);
                        startAgain(order);
                    } catch (InterruptedException | IOException e) {
                        LOG.warn("the replica does not answer again", e);
                    }
                });
    }

    private synchronized void startAgain(long order) throws IOException {
        if (closed || orders != order) {
            return;
        }
        stoppedOnPurpose = false;
        if (failure == null) {
            startAnswering();
        }
    }

    /**
     * Refuses new connections, for tests, while the present ones go on; until {@link
     * #startAnswering}.
     */
    public synchronized void refuseConnections() {
        orders++;
        stoppedOnPurpose = true;
        door.shut();
    }

    /**
     * Answers again, on the same port; does nothing where it is answering. After a failed write it
     * first makes its state anew from what is really on the disk. It is silent for as long as its
     * settings say.
     *
     * @throws IOException if the disk still does not do, or the port was taken
     */
    public synchronized void startAnswering() throws IOException {
        startAnswering(settings.silence());
    }

    /** With another silence, for tests: it lets connections in before it looks at what they say. */
    public synchronized void startAnswering(Duration silence) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        orders++;
        stoppedOnPurpose = false;
        if (door.isOpen()) {
            return;
        }
        if (failure != null) {
            loop.close();
            loop = begin();
        }
        connections.beSilentFor(silence);
        door.open();
        failure = null;
        answering = true;
    }

    /**
     * Answers again, like {@link #startAnswering}, where it has stopped by itself; does nothing
     * where somebody has stopped it, had it refuse connections or closed it.
     *
     * @return whether it had stopped by itself and answers now
     * @throws IOException if the disk still does not do, or the port was taken
     */
    public synchronized boolean startAfterFailure() throws IOException {
        if (failure == null || stoppedOnPurpose || closed) {
            return false;
        }
        startAnswering();
        return true;
    }

    /** Stops answering, finishes what is under way and lets go of the data folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopAnswering();
        try {
            door.close();
            loop.close();
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A loop that runs, on the state that is really on the disk. */
    private CommitLoop begin() throws IOException {
        CommitLoop begun = recover();
        try {
            begun.start();
            return begun;
        } catch (IOException | RuntimeException | Error e) {
            begun.close();
            throw e;
        }
    }

    private CommitLoop recover() throws IOException {
        long start = System.nanoTime();
        Recovery recovered = Recovery.run(files, cluster);
        ReplicaState state = recovered.state();
        LOG.info(
                "recovered {} commits: {} accounts, {} transfers, in {} ms",
                state.op(),
                state.machine().accountCount(),
                state.machine().transferCount(),
                (System.nanoTime() - start) / 1_000_000);
        var snapshots = new Snapshots(files, cluster, settings.snapshotAfterBytes(), recovered);
        return new CommitLoop(
                state,
                recovered.journal(),
                snapshots,
                cluster,
                settings.limit(),
                clockNanos,
                this::failed);
    }

    private synchronized CommitLoop current() {
        return loop;
    }

    private void failed(Throwable cause) {
        // On another thread: whoever holds the lock may be waiting for the failing one.
        Thread.ofVirtual()
                .start(() -> {
                    synchronized (this) {
                        failure = cause;
                        hangUp();
                        notifyAll();
                    }
                });
    }

    static long wallClockNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
