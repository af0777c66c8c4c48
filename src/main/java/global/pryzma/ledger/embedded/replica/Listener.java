package global.pryzma.ledger.embedded.replica;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Accepts connections and gives each a virtual thread, until it is closed. */
final class Listener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 64;
    private static final long ACCEPT_PAUSE_NANOS = 100_000_000;

    private final ServerSocket server;
    private final Connections connections;
    private final Thread acceptor =
            Thread.ofVirtual().name("replica-accept").unstarted(this::accept);

    private Listener(ServerSocket server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    static Listener start(InetSocketAddress address, Connections connections) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            // A port that was ours a moment ago still has connections, or their remains.
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        var listener = new Listener(server, connections);
        listener.acceptor.start();
        return listener;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connections.serve(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("a connection could not be accepted", e);
                    // Most likely the process has no file descriptors left: no use in spinning.
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            }
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
        private final ReplyFaults faults;
        private final Set<Connection> open = ConcurrentHashMap.newKeySet();

        Connections(U128 cluster, Connection.Requests requests, ReplyFaults faults) {
            this.cluster = cluster;
            this.requests = requests;
            this.faults = faults;
        }

        private void serve(Socket socket) {
            var connection = new Connection(socket, cluster, requests, faults);
            open.add(connection);
            Thread.ofVirtual()
                    .name("replica-connection")
                    .start(() -> {
                        try {
                            connection.serve();
                        } finally {
                            open.remove(connection);
                        }
                    });
        }

        /** Drops all; nobody may be accepting any more. */
        void drop() {
            open.forEach(Connection::close);
        }
    }
}
