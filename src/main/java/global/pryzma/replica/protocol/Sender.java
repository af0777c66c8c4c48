package global.pryzma.replica.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The client that a connection belongs to, as its messages tell. Only a registration and a ping do:
 * any other request may have been forwarded by another replica ({@code src/vsr/message_header.zig},
 * peer_type).
 */
public final class Sender {
    private Sender() {}

    /** The client that this message identifies its connection with, or null. */
    public static @Nullable U128 of(ByteBuffer header) {
        byte command = header.get(Header.COMMAND);
        if (command == MessageKind.PING_CLIENT.code()) {
            return Ping.client(header);
        }
        return command == MessageKind.REQUEST.code() && Request.isRegistration(header)
                ? Request.client(header)
                : null;
    }
}
