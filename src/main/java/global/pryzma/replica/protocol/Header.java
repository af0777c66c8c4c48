package global.pryzma.replica.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout that all messages share: 256 bytes of header, of which the first 128 mean the same in
 * every command, then the body (TigerBeetle, {@code src/vsr/message_header.zig}).
 */
public final class Header {
    public static final int BYTES = 256;
    public static final int MESSAGE_BYTES_MAX = 1 << 20;

    /** 0.16.30 as major·65536 + minor·256 + patch. */
    public static final int RELEASE = 16 << 8 | 30;

    public static final int CHECKSUM = 0;
    static final int CHECKSUM_PADDING = 16;
    public static final int CHECKSUM_BODY = 32;
    static final int CHECKSUM_BODY_PADDING = 48;
    static final int NONCE_RESERVED = 64;
    static final int CLUSTER = 80;
    public static final int SIZE = 96;
    public static final int EPOCH = 100;
    static final int VIEW = 104;
    static final int RELEASE_AT = 108;
    public static final int PROTOCOL = 112;
    public static final int COMMAND = 114;
    public static final int REPLICA = 115;
    static final int RESERVED_FRAME = 116;

    /** Where the part begins that each command has to itself. */
    static final int SPECIFIC = 128;

    /** The view of a single replica. It never changes, so that no client can know a newer one. */
    public static final int VIEW_ONLY = 1;

    private Header() {}

    /** A frame with the shared fields set, without checksums; little-endian. */
    static ByteBuffer frame(
            MessageKind command, U128 cluster, int view, int release, int bodyBytes) {
        ByteBuffer frame = ByteBuffer.allocate(BYTES + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
        cluster.put(frame, CLUSTER);
        frame.putInt(SIZE, BYTES + bodyBytes);
        frame.putInt(VIEW, view);
        frame.putInt(RELEASE_AT, release);
        frame.put(COMMAND, (byte) command.code());
        return frame;
    }

    /** Sets both checksums; nothing in the frame may change afterwards. */
    static byte[] seal(ByteBuffer frame) {
        bodyChecksum(frame).put(frame, CHECKSUM_BODY);
        headerChecksum(frame).put(frame, CHECKSUM);
        return frame.array();
    }

    public static U128 bodyChecksum(ByteBuffer frame) {
        int length = frame.capacity() - BYTES;
        return length == 0 ? Checksum.EMPTY : Checksum.of(frame.array(), BYTES, length);
    }

    /** The checksum of everything in the header but the checksum itself. */
    public static U128 headerChecksum(ByteBuffer header) {
        return Checksum.of(header.array(), CHECKSUM_PADDING, BYTES - CHECKSUM_PADDING);
    }

    public static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is wrong with the shared part, or null. Checksum, size and cluster were looked at. */
    public static @Nullable String flaw(ByteBuffer header) {
        if (!zero(header, CHECKSUM_PADDING, 16)) {
            return "checksum padding is not zero";
        }
        if (!zero(header, CHECKSUM_BODY_PADDING, 32)) {
            return "body checksum padding or nonce is not zero";
        }
        if (header.getInt(EPOCH) != 0) {
            return "epoch is not zero";
        }
        if (!zero(header, RESERVED_FRAME, 12)) {
            return "reserved frame bytes are not zero";
        }
        return header.getShort(PROTOCOL) == 0 ? null : "protocol is not 0";
    }

    static boolean zero(ByteBuffer buffer, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (buffer.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
