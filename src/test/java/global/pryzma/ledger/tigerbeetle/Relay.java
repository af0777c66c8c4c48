package global.pryzma.ledger.tigerbeetle;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between client and replica and makes the network fail: it swallows replies, as a real
 * server of this release does after a restart, or holds everything back, as a stopped process does.
 */
final class Relay implements Closeable {
    private final int ownPort;
    private volatile ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private volatile int port;
    private volatile boolean holding;
    private volatile boolean holdingReplies;
    private int held;

    Relay() {
        this.server = listener(0);
        this.ownPort = server.getLocalPort();
    }

    /** Listens; the last one on the port may need a moment to let go of it. */
    static ServerSocket listener(int port) {
        return await().atMost(LedgerOnReplica.SOON)
                .pollInterval(Duration.ofMillis(5))
                .ignoreException(BindException.class)
                .until(
                        () -> {
                            ServerSocket listener = new ServerSocket();
                            listener.setReuseAddress(true);
                            InetAddress here = InetAddress.getLoopbackAddress();
                            listener.bind(new InetSocketAddress(here, port), 50);
                            return listener;
                        },
                        ServerSocket::isBound);
    }

    void forwardTo(int replicaPort) {
        port = replicaPort;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + ownPort;
    }

    /** From now on the clients that are connected hear nothing; new ones do. */
    void swallowRepliesToPresentClients() {
        deaf.addAll(sockets);
    }

    /** Nothing passes, in either direction, until {@link #resume}; nothing is lost. */
    void hold() {
        holding = true;
    }

    /** Replies are held back, until {@link #resume}; requests pass. */
    void holdReplies() {
        holdingReplies = true;
    }

    /** How many pieces of what was sent are held back now. */
    int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody listens any more; the present connections stay. */
    void refuse() throws IOException {
        server.close();
    }

    /** Nobody listens any more, and the present connections end. */
    void cut() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Listens again. */
    void listen() {
        server = listener(ownPort);
        Thread.ofVirtual().start(this::accept);
    }

    void resume() {
        lock.lock();
        try {
            holding = false;
            holdingReplies = false;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        ServerSocket accepting = server;
        try {
            while (true) {
                Socket client = accepting.accept();
                Socket replica = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                replica.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(replica);
                Thread.ofVirtual().start(() -> copy(client, replica));
                Thread.ofVirtual().start(() -> copy(replica, client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        boolean towardsClient = from.getPort() == port;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitResumption(towardsClient);
                if (!towardsClient || !deaf.contains(to)) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException closed) {
            // The other side closes too.
        }
    }

    private void awaitResumption(boolean towardsClient) {
        lock.lock();
        held++;
        try {
            while (holding || (towardsClient && holdingReplies)) {
                resumed.awaitUninterruptibly();
            }
        } finally {
            held--;
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        resume();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
