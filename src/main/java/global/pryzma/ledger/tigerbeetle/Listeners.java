package global.pryzma.ledger.tigerbeetle;

import jdk.net.ExtendedSocketOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cluster's addresses, watched while a lane is without a client that answers. An address is
 * tried ten times a second until somebody listens there; then the one connection is kept, idle, to
 * see when it ends. So a server that listens and is silent is not flooded with attempts, each of
 * which would take a place in its queue; and of the connections that a cluster has for all its
 * users this takes one, for both lanes together, and only in an outage.
 *
 * <p>A connection that is closed at once does not count: a proxy without a server behind it does
 * that. Names are resolved anew all the time.
 */
final class Listeners implements Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private static final Duration POLL = Duration.ofMillis(100);

    /** A cluster further away than that is out of reach for a client too. */
    private static final int CONNECT_LIMIT_MILLIS = 1_000;

    /** How long a connection must last before it counts. */
    private static final int LASTING_MILLIS = 100;

    /** After so many silent seconds the other end is asked whether it is there, each second. */
    private static final int IDLE_SECONDS = 2;

    private static final int ASKED = 2;

    /** A source of the numeric addresses. */
    interface Addresses {
        String[] resolve() throws UnknownHostException;
    }

    private final Addresses addresses;
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private final AtomicLong beginnings = new AtomicLong();
    private final AtomicLong moves = new AtomicLong();
    private volatile List<Watch> watches = List.of();
    private String[] known = {};
    private boolean running;

    Listeners(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public synchronized void watch(Runnable wake) {
        watchers.add(wake);
        if (!running) {
            running = true;
            Thread.ofVirtual().name("ledger-listeners").start(this::look);
        }
    }

    @Override
    public synchronized void leave(Runnable wake) {
        watchers.remove(wake);
        if (watchers.isEmpty()) {
            stopWatching();
        }
    }

    @Override
    public boolean anyoneListens() {
        return watches.stream().anyMatch(watch -> watch.listens);
    }

    @Override
    public long beginnings() {
        return beginnings.get();
    }

    @Override
    public long moves() {
        return moves.get();
    }

    private void look() {
        while (goesOn()) {
            try {
                watchOnly(addresses.resolve());
            } catch (UnknownHostException notNow) {
                LOG.debug("No address of the ledger is known", notNow);
            } catch (RuntimeException bug) {
                LOG.error("The ledger's addresses can't be watched", bug);
            }
            pause();
        }
    }

    private synchronized boolean goesOn() {
        running = !watchers.isEmpty();
        return running;
    }

    private synchronized void watchOnly(String[] found) {
        if (watchers.isEmpty() || (!watches.isEmpty() && Arrays.equals(found, known))) {
            return;
        }
        if (known.length > 0 && !Arrays.equals(found, known)) {
            moves.incrementAndGet();
            LOG.info("The ledger's addresses are {} now", List.of(found));
        }
        known = found;
        stopWatching();
        List<Watch> begun = new ArrayList<>();
        for (String address : found) {
            begun.add(new Watch(parse(address)));
        }
        watches = begun;
        begun.forEach(watch -> Thread.ofVirtual().name("ledger-listener").start(watch));
    }

    private void stopWatching() {
        List<Watch> old = watches;
        watches = List.of();
        old.forEach(Watch::end);
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** One address. */
    private final class Watch implements Runnable {
        private final InetSocketAddress address;
        private final Socket[] open = new Socket[1];
        private volatile boolean listens;
        private volatile boolean ended;
        private boolean wasSilent;

        Watch(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public void run() {
            while (!ended) {
                try (Socket socket = begin()) {
                    socket.connect(address, CONNECT_LIMIT_MILLIS);
                    if (!isWithItself(socket) && isSilentFor(socket, LASTING_MILLIS)) {
                        begins();
                        isSilentFor(socket, 0);
                    }
                } catch (IOException nobody) {
                    LOG.trace("Nobody listens at {}", address, nobody);
                }
                listens = false;
                wasSilent = true;
                if (!ended) {
                    pause();
                }
            }
        }

        private Socket begin() throws IOException {
            Socket socket = new Socket();
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, ASKED);
            }
            synchronized (open) {
                open[0] = socket;
                if (ended) {
                    socket.close();
                }
            }
            return socket;
        }

        /** TCP connects a socket with itself if it happens to get the port that it asks for. */
        private static boolean isWithItself(Socket socket) {
            return socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
        }

        /** Whether nothing comes, no end of the connection either; 0 waits for the end. */
        private boolean isSilentFor(Socket socket, int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                return socket.getInputStream().read() >= 0;
            } catch (SocketTimeoutException stillOpen) {
                return true;
            }
        }

        private void begins() {
            listens = true;
            if (wasSilent) {
                beginnings.incrementAndGet();
            }
            watchers.forEach(Runnable::run);
        }

        void end() {
            synchronized (open) {
                ended = true;
                if (open[0] != null) {
                    try {
                        open[0].close();
                    } catch (IOException gone) {
                        LOG.trace("{} did not close", address, gone);
                    }
                }
            }
        }
    }
}
