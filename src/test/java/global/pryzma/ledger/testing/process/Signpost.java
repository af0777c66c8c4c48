package global.pryzma.ledger.testing.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One address that leads to one of several Postgres servers, as a name or a balancer does where
 * they fail over. Connections stay with the server that they were made to.
 */
public final class Signpost implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile PostgresProcess target;

    public Signpost(PostgresProcess target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("signpost").start(this::accept);
    }

    /** Names the database and the user, and nothing else. */
    public String url() {
        return Postmaster.url(server.getLocalPort());
    }

    /** New connections lead there from now on. */
    public void leadTo(PostgresProcess other) {
        target = other;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException e) {
            // It has been closed.
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        try {
            Socket onward = new Socket(InetAddress.getLoopbackAddress(), target.port());
            sockets.add(onward);
            Thread.ofVirtual().start(() -> copy(onward, client));
            copy(client, onward);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            input.transferTo(output);
        } catch (IOException e) {
            // One side is gone; so goes the other.
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
        closeQuietly(server);
        sockets.forEach(Signpost::closeQuietly);
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as we are concerned.
        }
    }
}
