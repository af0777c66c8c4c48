package global.pryzma.ledger.tigerbeetle;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * The cluster's addresses, to find out whether anyone listens there; that says nothing about who,
 * or about answers.
 */
final class Listeners {
    private static final int CONNECT_LIMIT_MILLIS = 100;

    private final List<InetSocketAddress> addresses;

    /**
     * Addresses to try.
     *
     * @param addresses numeric, {@code ip:port}
     */
    Listeners(String[] addresses) {
        this.addresses = List.of(addresses).stream().map(Listeners::parse).toList();
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /** Whether anyone listens at any address; each is tried once. */
    boolean anyoneListens() {
        return addresses.stream().anyMatch(Listeners::isOpen);
    }

    private static boolean isOpen(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_LIMIT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
