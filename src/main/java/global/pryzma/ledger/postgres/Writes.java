package global.pryzma.ledger.postgres;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The writes of this instance's writer: since when one is under way, when the last one was
 * committed, and what failed since. From it follows without a question to Postgres whether writing
 * works, as long as there is enough to write.
 *
 * <p>While commits are known to wait for their standby no further ones are begun: each would leave
 * a session behind in Postgres that waits until the standby is back, with the locks that it has,
 * until there is no session left for anybody.
 */
@Singleton
public final class Writes {
    /** For so long a write is not tried anew that failed for want of disk or memory. */
    private static final Duration EXHAUSTED = Duration.ofSeconds(5);

    /** Of so many sessions that wait for a standby Postgres has enough left for us. */
    private static final int WAITING_LIMIT = 10;

    private final Set<Write> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Long committedAt;
    private volatile @Nullable Exhaustion exhaustion;
    private volatile boolean failedSince;
    private volatile boolean commitsWait;
    private volatile int waiting;

    public Writes() {}

    /** The last fault of a server that lacked something. */
    private record Exhaustion(Throwable fault, long at) {}

    /** One write, from before its first statement until its end is known. */
    public final class Write implements AutoCloseable {
        private final long begun = System.nanoTime();
        private final boolean probe;
        private boolean ended;

        private Write(boolean probe) {
            this.probe = probe;
        }

        /** It has ended well, which says nothing of commits that wait for the disk. */
        public void ended() {
            ended = true;
        }

        public void committed() {
            ended();
            committedAt = System.nanoTime();
            failedSince = false;
            if (!probe) {
                exhaustion = null;
            }
        }

        public void failed(Throwable fault) {
            if (PostgresFaults.isOfExhaustion(fault)) {
                exhaustion = new Exhaustion(fault, System.nanoTime());
            }
        }

        @Override
        public void close() {
            underWay.remove(this);
            if (!ended) {
                failedSince = true;
            }
        }
    }

    /**
     * A write begins.
     *
     * @throws PostgresUnavailable if it could only wait, as others do
     */
    public Write begin() throws PostgresUnavailable {
        requireThatCommitsEnd();
        return begin(false);
    }

    /**
     * For those who write without being {@link Write}s.
     *
     * @throws PostgresUnavailable if it could only wait, as others do
     */
    public void requireThatCommitsEnd() throws PostgresUnavailable {
        if (commitsWait) {
            throw waiting();
        }
    }

    /**
     * For those who may write, or only read.
     *
     * @throws PostgresUnavailable if too many wait already
     */
    void requireThatFewWait() throws PostgresUnavailable {
        if (waiting > WAITING_LIMIT) {
            throw waiting();
        }
    }

    private static PostgresUnavailable waiting() {
        return new PostgresUnavailable("Commits wait for the synchronous standby");
    }

    /** A write begins that says nothing of tables: it only finds out whether commits end. */
    Write beginProbe() {
        return begin(true);
    }

    private Write begin(boolean probe) {
        Write write = new Write(probe);
        underWay.add(write);
        return write;
    }

    /** Whether writes are begun or refused from now on. */
    void setCommitsWait(boolean wait) {
        commitsWait = wait;
    }

    /** How many sessions wait for a standby, of all instances. */
    void setWaiting(int sessions) {
        waiting = sessions;
    }

    /** The age of the oldest write under way; zero for none. */
    Duration oldest() {
        long now = System.nanoTime();
        return underWay.stream()
                .map(write -> Duration.ofNanos(now - write.begun))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Whether the last write that has ended was committed within this time. */
    boolean committedWithin(Duration time) {
        Long at = committedAt;
        return at != null && !failedSince && System.nanoTime() - at <= time.toNanos();
    }

    /** Whether there is a reason to look at Postgres though nobody asks. */
    boolean isSuspicious(Duration patience) {
        return failedSince || commitsWait || oldest().compareTo(patience) > 0;
    }

    /** What the server lacked a moment ago. */
    Optional<Throwable> exhaustion() {
        Exhaustion last = exhaustion;
        return last == null || System.nanoTime() - last.at() > EXHAUSTED.toNanos()
                ? Optional.empty()
                : Optional.of(last.fault());
    }
}
