package global.pryzma.replica.server;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;

/**
 * Finds out that a peer has gone without a word, as soon as the real server does ({@code
 * src/message_bus.zig}, {@code src/config.zig}): the first probe after 5 s of silence, then one
 * every 4 s, and the end after 3 that nobody answered. A system's own default is some two hours.
 */
final class KeepAlive {
    /**
     * The options of {@code jdk.net.ExtendedSocketOptions} by their names: not every system has
     * them.
     */
    private static final Map<String, Integer> OPTIONS =
            Map.of("TCP_KEEPIDLE", 5, "TCP_KEEPINTERVAL", 4, "TCP_KEEPCOUNT", 3);

    private KeepAlive() {}

    static void on(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (SocketOption<?> option : socket.supportedOptions()) {
            Integer value = OPTIONS.get(option.name());
            if (value != null && option.type() == Integer.class) {
                set(socket, option, value);
            }
        }
    }

    private static <T> void set(Socket socket, SocketOption<T> option, Integer value)
            throws IOException {
        socket.setOption(option, option.type().cast(value));
    }
}
