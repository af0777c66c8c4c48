package global.pryzma.replica.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Keeps a port ours while nobody listens on it: connections are refused, and neither another server
 * nor a client's outgoing connection can be given the port.
 */
final class HeldPort implements Closeable {
    private final SocketChannel socket;

    private HeldPort(SocketChannel socket) {
        this.socket = socket;
    }

    static HeldPort hold(InetSocketAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address);
            return new HeldPort(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
