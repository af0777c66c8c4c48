package global.pryzma.replica.server;

import global.pryzma.replica.protocol.Header;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The memory that requests and replies on their way may take together, over all connections.
 *
 * <p>A message claims once, before it is received, for itself and for its largest possible reply,
 * and gives back once the reply is written: nobody holds memory while waiting for more of it, so
 * that nobody waits for each other. Where there is too little, claims wait in the order in which
 * they came, and the first of them ends the connection whose peer has been keeping the replica
 * waiting for longest, if for more than {@link #STALLED_NANOS}. A peer that sends whole messages
 * and reads its replies keeps nobody waiting for so long, and so never loses its connection to
 * those that don't, however many they are; it waits until enough of them are ended.
 *
 * <p>Thread-safe.
 */
final class MemoryBudget {
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MILLIS = 100;

    /** Enough for the largest request and the largest reply, twice. */
    private static final long BYTES_MIN = 4L * Header.MESSAGE_BYTES_MAX;

    private final Queue<Object> waiting = new ArrayDeque<>();
    private final Set<Claim> claims = new HashSet<>();
    private long free;

    /**
     * @param bytes to share; there are always at least 4 MiB
     */
    MemoryBudget(long bytes) {
        this.free = Math.max(bytes, BYTES_MIN);
    }

    /** A quarter of the largest heap: the ledger needs the rest. */
    static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Waits until there is so much.
     *
     * @param bytes at most 4 MiB
     * @param peer the connection, which may be closed from now on while the replica waits for it
     */
    synchronized Claim claim(long bytes, Closeable peer) throws InterruptedIOException {
        var place = new Object();
        waiting.add(place);
        try {
            while (waiting.peek() != place || free < bytes) {
                if (waiting.peek() == place) {
                    endStalled(bytes);
                    wait(LOOK_MILLIS);
                } else {
                    wait();
                }
            }
            var claim = new Claim(bytes, peer);
            free -= bytes;
            claims.add(claim);
            return claim;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for memory");
        } finally {
            waiting.remove(place);
            notifyAll();
        }
    }

    /** How many claims are waiting. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Ends as many connections as have to go; they give back what they have as they end. */
    private void endStalled(long bytes) {
        long soonFree = free + claims.stream().filter(c -> c.ended).mapToLong(c -> c.bytes).sum();
        while (soonFree < bytes) {
            long now = System.nanoTime();
            Optional<Claim> longest =
                    claims.stream()
                            .filter(claim -> claim.stalledFor(now) >= STALLED_NANOS)
                            .max(Comparator.comparingLong(claim -> claim.stalledFor(now)));
            if (longest.isEmpty()) {
                return;
            }
            soonFree += longest.get().end();
        }
    }

    /** What one message has; to be closed when its reply is written or will never be. */
    final class Claim implements AutoCloseable {
        private final long bytes;
        private final Closeable peer;
        private long peerAwaitedSince = System.nanoTime();
        private boolean peerAwaited = true;
        private boolean ended;

        private Claim(long bytes, Closeable peer) {
            this.bytes = bytes;
            this.peer = peer;
        }

        /** Whether it is the peer's turn, as at first, or the replica's. */
        void awaitsPeer(boolean now) {
            synchronized (MemoryBudget.this) {
                peerAwaited = now;
                peerAwaitedSince = System.nanoTime();
            }
        }

        private long stalledFor(long now) {
            return peerAwaited && !ended ? now - peerAwaitedSince : 0;
        }

        private long end() {
            ended = true;
            try {
                peer.close();
            } catch (IOException e) {
                // Its own thread finds out what is left of it.
            }
            return bytes;
        }

        @Override
        public void close() {
            synchronized (MemoryBudget.this) {
                if (claims.remove(this)) {
                    free += bytes;
                    MemoryBudget.this.notifyAll();
                }
            }
        }
    }
}
