package global.pryzma.replica.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/**
 * The port of a replica. Open, it lets connections in; shut, it refuses them, and the port stays
 * the replica's own. Confined to the replica's lock, except for its address.
 */
final class Door implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private static final int HOLD_TRIES = 50;
    private static final long HOLD_PAUSE_NANOS = 20_000_000;

    private final Listener.Accepted accepted;
    private final InetSocketAddress address;
    private @Nullable Listener listener;
    private @Nullable HeldPort heldPort;

    private Door(Listener first, Listener.Accepted accepted) {
        this.accepted = accepted;
        this.address = first.address();
        this.listener = first;
    }

    /**
     * A new door, which is open.
     *
     * @param port 0 for any
     */
    static Door open(String bindAddress, int port, Listener.Accepted accepted) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(bindAddress), port);
        return new Door(Listener.start(address, accepted), accepted);
    }

    /** The port, also while it is shut. */
    int port() {
        return address.getPort();
    }

    String address() {
        return numeric(address);
    }

    static String numeric(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        if (address.getAddress() instanceof Inet6Address) {
            // The client knows no scope, eth0 for example.
            host = "[" + host.replaceFirst("%.*", "") + "]";
        }
        return host + ":" + address.getPort();
    }

    boolean isOpen() {
        return listener != null;
    }

    /** Lets connections in, on the same port; it must be shut. */
    void open() throws IOException {
        listener = Listener.start(address, accepted);
        try {
            close();
        } catch (IOException e) {
            LOG.warn("port {} is still held beside the listener", port(), e);
        }
    }

    /** Refuses new connections; the present ones go on. */
    void shut() {
        if (listener == null) {
            return;
        }
        listener.close();
        listener = null;
        try {
            heldPort = hold();
        } catch (IOException e) {
            LOG.warn("port {} could not be kept while nobody listens on it", port(), e);
        }
    }

    /**
     * Between the listener's end and this an outgoing connection may have been given the port, even
     * that of a client which tries to come back here, and so meets itself. It does not last.
     */
    private HeldPort hold() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return HeldPort.hold(address);
            } catch (IOException taken) {
                if (tries == HOLD_TRIES) {
                    throw taken;
                }
                LockSupport.parkNanos(HOLD_PAUSE_NANOS);
            }
        }
    }

    /** Gives up the port, where it is shut. */
    @Override
    public void close() throws IOException {
        HeldPort held = heldPort;
        heldPort = null;
        if (held != null) {
            held.close();
        }
    }
}
