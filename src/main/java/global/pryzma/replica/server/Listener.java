package global.pryzma.replica.server;

import global.pryzma.replica.journal.Threads;
import global.pryzma.replica.protocol.U128;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Accepts connections and gives each a virtual thread, until it is closed. */
final class Listener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 64;
    private static final long ACCEPT_PAUSE_NANOS = 100_000_000;

    private final ServerSocket server;
    private final Accepted accepted;
    private final Thread acceptor =
            Thread.ofVirtual().name("replica-accept").unstarted(this::accept);

    /** What becomes of a new connection. */
    interface Accepted {
        /** Sees to it on another thread. */
        void serve(Socket socket);
    }

    private Listener(ServerSocket server, Accepted accepted) {
        this.server = server;
        this.accepted = accepted;
    }

    static Listener start(InetSocketAddress address, Accepted accepted) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            // A port that was ours a moment ago still has connections, or their remains.
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        var listener = new Listener(server, accepted);
        listener.acceptor.start();
        return listener;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                accept(server.accept());
            } catch (IOException | RuntimeException | Error e) {
                // An error too: a replica that accepts nobody any more would look like a good one.
                if (!server.isClosed()) {
                    say(e);
                    // Most likely the process has no file descriptors or memory left: no use in
                    // spinning.
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private static void say(Throwable fault) {
        try {
            LOG.warn("a connection could not be accepted", fault);
        } catch (Throwable _) {
            // Of the log itself, for want of memory: that must not be the end either.
        }
    }

    private void accept(Socket socket) throws IOException {
        try {
            accepted.serve(socket);
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    /** Refuses new connections; the present ones go on. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("{} did not close", server, e);
        }
        // The port is not free before the thread that waits on it has left.
        Threads.join(acceptor);
    }

    /** The open connections of a replica. */
    static final class Connections {
        private final U128 cluster;
        private final Connection.Requests requests;
        private final Peers peers = new Peers();
        private final ReplyFaults faults;
        private final MemoryBudget memory = MemoryBudget.ofHeap();
        private final Set<Connection> open = ConcurrentHashMap.newKeySet();

        /** When what has arrived is looked at; in the clock of {@link System#nanoTime}. */
        private volatile long looksFrom = System.nanoTime();

        Connections(U128 cluster, Connection.Requests requests, ReplyFaults faults) {
            this.cluster = cluster;
            this.requests = requests;
            this.faults = faults;
        }

        /**
         * Lets connections in and looks at nothing that comes over them, for so long: as a real
         * server does while it reads its data file.
         */
        void beSilentFor(Duration silence) {
            looksFrom = System.nanoTime() + silence.toNanos();
        }

        void serve(Socket socket) {
            var connection = new Connection(socket, cluster, requests, peers, faults, memory);
            open.add(connection);
            try {
                Thread.ofVirtual().name("replica-connection").start(() -> serve(connection));
            } catch (RuntimeException | Error e) {
                open.remove(connection);
                throw e;
            }
        }

        private void serve(Connection connection) {
            try {
                for (long left = looksFrom - System.nanoTime();
                        left > 0;
                        left = looksFrom - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                connection.serve();
            } finally {
                open.remove(connection);
            }
        }

        /** Drops all; nobody may be accepting any more. */
        void drop() {
            open.forEach(Connection::close);
        }
    }
}
