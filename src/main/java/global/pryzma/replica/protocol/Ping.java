package global.pryzma.replica.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** A client's ping and the pong that answers it. */
public record Ping(U128 cluster, int release, U128 client, long monotonic) {
    private static final int CLIENT = 128;
    private static final int MONOTONIC = 144;
    private static final int RESERVED = 152;
    private static final int PONG_MONOTONIC = 128;

    public static Ping of(Frame frame) {
        ByteBuffer header = frame.header();
        return new Ping(
                U128.get(header, Header.CLUSTER),
                header.getInt(Header.RELEASE_AT),
                U128.get(header, CLIENT),
                header.getLong(MONOTONIC));
    }

    static U128 client(ByteBuffer header) {
        return U128.get(header, CLIENT);
    }

    public byte[] frame() {
        ByteBuffer frame = Header.frame(MessageKind.PING_CLIENT, cluster, 0, release, 0);
        client.put(frame, CLIENT);
        frame.putLong(MONOTONIC, monotonic);
        return Header.seal(frame);
    }

    public byte[] pong() {
        ByteBuffer frame =
                Header.frame(MessageKind.PONG_CLIENT, cluster, Header.VIEW_ONLY, Header.RELEASE, 0);
        frame.putLong(PONG_MONOTONIC, monotonic);
        return Header.seal(frame);
    }

    public static @Nullable String flaw(ByteBuffer header) {
        if (header.getInt(Header.SIZE) != Header.BYTES) {
            return "ping has a body";
        }
        if (header.getInt(Header.RELEASE_AT) == 0) {
            return "release is 0";
        }
        if (header.get(Header.REPLICA) != 0 || header.getInt(Header.VIEW) != 0) {
            return "replica or view is not 0";
        }
        if (U128.get(header, CLIENT).isZero()) {
            return "client is 0";
        }
        return Header.zero(header, RESERVED, Header.BYTES - RESERVED)
                ? null
                : "reserved bytes are not zero";
    }
}
