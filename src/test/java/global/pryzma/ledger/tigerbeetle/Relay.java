package global.pryzma.ledger.tigerbeetle;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between client and replica and makes the network fail: it swallows replies, as a real
 * server of this release does after a restart, or holds everything back, as a stopped process does.
 */
final class Relay implements Closeable {
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private volatile int port;
    private volatile boolean holding;

    Relay() throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    void forwardTo(int replicaPort) {
        port = replicaPort;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** From now on the clients that are connected hear nothing; new ones do. */
    void swallowRepliesToPresentClients() {
        deaf.addAll(sockets);
    }

    /** Nothing passes, in either direction, until {@link #resume}; nothing is lost. */
    void hold() {
        holding = true;
    }

    void resume() {
        lock.lock();
        try {
            holding = false;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
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
                awaitResumption();
                if (!towardsClient || !deaf.contains(to)) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException closed) {
            // The other side closes too.
        }
    }

    private void awaitResumption() {
        lock.lock();
        try {
            while (holding) {
                resumed.awaitUninterruptibly();
            }
        } finally {
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
