package global.pryzma.ledger.benchmark;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A closed loop: so many requests are in flight, each on a connection of its own, and each one that
 * ends makes room for the next. One thread does it all. Latencies are taken from the moment at
 * which a request is handed over.
 */
final class Load implements AutoCloseable {
    private static final int BAD_GATEWAY = 502;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Meter meter = new Meter();
    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Supplier<Shot> shots;
    private final long intervalNanos;
    private final Thread thread;
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private int underWay;
    private long dueNanos = System.nanoTime();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private Load(URI uri, int inFlight, Supplier<Shot> shots, long intervalNanos)
            throws IOException {
        this.shots = shots;
        this.intervalNanos = intervalNanos;
        this.selector = Selector.open();
        for (int i = 0; i < inFlight; i++) {
            connections.add(new LoadConnection(uri, selector));
        }
        this.thread = Thread.ofPlatform().daemon().name("load").start(this::loop);
    }

    static Load start(URI uri, int inFlight, Supplier<Shot> shots) throws IOException {
        return new Load(uri, inFlight, shots, 0);
    }

    /**
     * No more than so many a second, as long as so many in flight are enough for that: what comes
     * too early waits.
     */
    static Load startAt(double perSecond, URI uri, int inFlight, Supplier<Shot> shots)
            throws IOException {
        return new Load(
                uri,
                inFlight,
                shots,
                (long) (TimeUnit.SECONDS.toNanos(1) / Math.max(1, perSecond)));
    }

    /**
     * Keeps up the load for a while, after a warm-up of its own.
     *
     * @param onStart is called when the warm-up is over
     */
    static Measured run(
            URI uri,
            int inFlight,
            Duration warmUp,
            Duration time,
            Supplier<Shot> shots,
            Runnable onStart)
            throws IOException, InterruptedException {
        try (Load load = start(uri, inFlight, shots)) {
            return load.meter.measure(warmUp, time, onStart);
        }
    }

    /** Of what it has measured by now. */
    Meter meter() {
        return meter;
    }

    private void loop() {
        try {
            idle.addAll(connections);
            while (underWay > 0 || !stopping) {
                while (!stopping && !idle.isEmpty() && isDue()) {
                    underWay++;
                    send(idle.poll());
                }
                long wait = stopping || idle.isEmpty() ? PATIENCE_MILLIS : 1;
                if (selector.select(this::takeFrom, wait) == 0 && wait == PATIENCE_MILLIS) {
                    throw new AssertionError("no answer for " + PATIENCE_MILLIS + " ms");
                }
            }
        } catch (Throwable wrong) {
            failure = wrong;
        }
    }

    private boolean isDue() {
        return intervalNanos == 0 || dueNanos <= System.nanoTime();
    }

    private void send(LoadConnection connection) throws IOException {
        dueNanos += intervalNanos;
        connection.send(shots.get());
    }

    private void takeFrom(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            LoadConnection.Response response = connection.receive();
            if (response != null) {
                long nanos = System.nanoTime() - connection.sentNanos();
                judge(connection.shot(), response, nanos);
                if (stopping || !isDue()) {
                    underWay--;
                    idle.add(connection);
                } else {
                    send(connection);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void judge(Shot shot, LoadConnection.Response response, long nanos) {
        if (response.status() == BAD_GATEWAY || response.status() == SERVICE_UNAVAILABLE) {
            meter.refused();
        } else {
            shot.check(response);
            meter.took(nanos);
        }
    }

    /** Waits for what is under way; throws when a response was wrong. */
    @Override
    public void close() throws IOException {
        stopping = true;
        try (selector) {
            thread.join();
            for (LoadConnection connection : connections) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("a response was wrong, or there was none", failure);
        }
    }
}
