package global.pryzma.replica.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Ways to spoil a reply that the native client 0.16.30 survives: it drops the connection or passes
 * the reply over, and asks again. Any other damage makes it abort its process (TigerBeetle, {@code
 * src/vsr/client.zig} and {@code src/message_bus.zig}).
 */
public enum Corruption {
    /** The header's checksum is wrong: the client connects anew. */
    HEADER_CHECKSUM,
    /** The body's checksum is wrong, the header's is right: the client connects anew. */
    BODY_CHECKSUM,
    /** The size is below that of a header: the client connects anew. */
    SIZE,
    /** The cluster is another one: the client connects anew. */
    CLUSTER,
    /** A reserved byte is not zero: the client passes the reply over. */
    RESERVED_BYTE,
    /** The timestamp is zero: the client passes the reply over. */
    TIMESTAMP,
    /** Half of the reply, then the end of the connection: the client connects anew. */
    CUT;

    public byte[] applied(byte[] reply) {
        byte[] bytes = this == CUT ? Arrays.copyOf(reply, reply.length / 2) : reply.clone();
        ByteBuffer frame = Header.littleEndian(bytes);
        switch (this) {
            case HEADER_CHECKSUM -> flip(frame, Header.CHECKSUM);
            case BODY_CHECKSUM -> seal(flip(frame, Header.CHECKSUM_BODY));
            case SIZE -> seal(frame.putInt(Header.SIZE, Header.BYTES - 1));
            case CLUSTER -> seal(flip(frame, Header.CLUSTER));
            case RESERVED_BYTE -> seal(flip(frame, Header.RESERVED_FRAME));
            case TIMESTAMP -> seal(frame.putLong(Reply.TIMESTAMP, 0));
            case CUT -> {
                // Nothing of what is left is wrong.
            }
        }
        return bytes;
    }

    private static ByteBuffer flip(ByteBuffer frame, int at) {
        return frame.put(at, (byte) (frame.get(at) ^ 1));
    }

    private static void seal(ByteBuffer frame) {
        Header.headerChecksum(frame).put(frame, Header.CHECKSUM);
    }
}
