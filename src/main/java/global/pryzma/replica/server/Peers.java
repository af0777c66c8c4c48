package global.pryzma.replica.server;

import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections whose client is known, one for each client. What is for a client goes there,
 * wherever its request came from; while there is none it is dropped ({@code src/message_bus.zig},
 * set_and_verify_peer and send_message_to_client).
 */
final class Peers {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final Map<U128, Connection> byClient = new ConcurrentHashMap<>();

    /** From now on the client is reached there; the connection it had is closed. */
    void identified(U128 client, Connection connection) {
        Connection old = byClient.put(client, connection);
        if (old != null && !old.equals(connection)) {
            old.close();
        }
    }

    void send(byte[] frame, U128 client) {
        @Nullable Connection connection = byClient.get(client);
        if (connection == null) {
            LOG.debug("no connection to client {}", client);
        } else {
            connection.write(frame);
        }
    }

    void gone(U128 client, Connection connection) {
        byClient.remove(client, connection);
    }
}
