package global.pryzma.ledger.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A wire to a server, for one that is not ours to stop or that changes: the wire can be cut, and
 * what the server sends, or everything, can be held up on it.
 */
public final class TcpProxy implements AutoCloseable {
    private final Supplier<InetSocketAddress> target;
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private boolean cut;
    private boolean holding;
    private boolean dead;

    /**
     * A wire to what is there.
     *
     * @param target is asked for each connection
     */
    public TcpProxy(Supplier<InetSocketAddress> target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("tcp-proxy").start(this::accept);
    }

    /** A wire to this address, {@code host:port}. */
    public static TcpProxy to(String address) {
        int colon = address.lastIndexOf(':');
        InetSocketAddress target =
                new InetSocketAddress(
                        address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1)));
        return new TcpProxy(() -> target);
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Ends the connections, and every new one at once. */
    public synchronized void cut() {
        cut = true;
        sockets.forEach(TcpProxy::closeQuietly);
        sockets.clear();
    }

    public synchronized void mend() {
        cut = false;
    }

    /** From now on nothing that the server sends arrives; what is sent to it does. */
    public synchronized void hold() {
        holding = true;
    }

    /** As to a host that is gone: nothing arrives on either side any more, and no side is told. */
    public synchronized void die() {
        dead = true;
    }

    /** What was held up arrives. */
    public synchronized void release() {
        holding = false;
        dead = false;
        notifyAll();
    }

    private synchronized void passToServer() throws InterruptedException {
        while (dead) {
            wait();
        }
    }

    private synchronized void passToClient() throws InterruptedException {
        while (dead || holding) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException e) {
            // The proxy has been closed.
        }
    }

    private void connect(Socket client) {
        Socket onward = new Socket();
        synchronized (this) {
            if (cut) {
                closeQuietly(client);
                return;
            }
            sockets.add(client);
            sockets.add(onward);
        }
        try {
            onward.connect(target.get());
            Thread.ofVirtual().start(() -> copy(onward, client, this::passToClient));
            copy(client, onward, this::passToServer);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private static void copy(Socket from, Socket to, Gate gate) {
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
                gate.pass();
                output.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // One side is gone; so goes the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as we are concerned.
        }
    }

    @Override
    public void close() {
        cut();
        release();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Gate {
        void pass() throws InterruptedException;
    }
}
