package global.pryzma.replica.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * A client's request.
 *
 * @param checksum of its header: together with the number it says which request this is
 * @param operation the number on the wire, 0 to 255, known or not
 */
public record Request(
        U128 checksum,
        U128 checksumBody,
        U128 cluster,
        int view,
        int release,
        U128 parent,
        U128 client,
        long session,
        int number,
        int operation,
        byte[] body) {

    public static final int REGISTER_BODY_BYTES = 256;

    private static final int PARENT = 128;
    private static final int PARENT_PADDING = 144;
    private static final int CLIENT = 160;
    private static final int SESSION = 176;
    private static final int TIMESTAMP = 184;
    private static final int NUMBER = 192;
    private static final int OPERATION = 196;
    private static final int RESERVED = 197;

    /** The lowest number of the state machine's operations; below are the protocol's own. */
    private static final int OPERATIONS_RESERVED = 128;

    public static Request of(Frame frame) {
        ByteBuffer header = frame.header();
        return new Request(
                U128.get(header, Header.CHECKSUM),
                U128.get(header, Header.CHECKSUM_BODY),
                U128.get(header, Header.CLUSTER),
                header.getInt(Header.VIEW),
                header.getInt(Header.RELEASE_AT),
                U128.get(header, PARENT),
                U128.get(header, CLIENT),
                header.getLong(SESSION),
                header.getInt(NUMBER),
                header.get(OPERATION) & 0xff,
                frame.body());
    }

    static boolean isRegistration(ByteBuffer header) {
        return (header.get(OPERATION) & 0xff) == Operation.REGISTER.code();
    }

    static U128 client(ByteBuffer header) {
        return U128.get(header, CLIENT);
    }

    /** How many bytes the answer to the request with this header can have, at most. */
    public static int replyBytesMax(ByteBuffer header) {
        Operation operation = Operation.of(header.get(OPERATION) & 0xff);
        int bodyBytes = header.getInt(Header.SIZE) - Header.BYTES;
        int resultBytes = operation == null ? 0 : operation.resultBytesMax(bodyBytes);
        return Math.min(Header.BYTES + resultBytes, Header.MESSAGE_BYTES_MAX);
    }

    /** The frame of these fields; both checksums are computed anew. */
    public byte[] frame() {
        ByteBuffer frame = Header.frame(MessageKind.REQUEST, cluster, view, release, body.length);
        parent.put(frame, PARENT);
        client.put(frame, CLIENT);
        frame.putLong(SESSION, session);
        frame.putInt(NUMBER, number);
        frame.put(OPERATION, (byte) operation);
        frame.put(Header.BYTES, body);
        return Header.seal(frame);
    }

    /** Why a real replica would not look at such a request ({@code Header.Request.invalid}). */
    public static @Nullable String flaw(ByteBuffer header) {
        if (header.getInt(Header.RELEASE_AT) == 0) {
            return "release is 0";
        }
        if (header.get(Header.REPLICA) != 0) {
            return "replica is not 0";
        }
        if (!Header.zero(header, PARENT_PADDING, 16)) {
            return "parent padding is not zero";
        }
        if (header.getLong(TIMESTAMP) != 0) {
            return "timestamp is not zero";
        }
        if (!Header.zero(header, RESERVED, Header.BYTES - RESERVED)) {
            return "reserved bytes are not zero";
        }
        if (U128.get(header, CLIENT).isZero()) {
            return "client is 0";
        }
        int operation = header.get(OPERATION) & 0xff;
        if (operation == Operation.REGISTER.code()) {
            return registerFlaw(header);
        }
        if (operation < OPERATIONS_RESERVED) {
            return "operation is reserved";
        }
        if (header.getLong(SESSION) == 0) {
            return "session is 0";
        }
        return header.getInt(NUMBER) == 0 ? "request number is 0" : null;
    }

    private static @Nullable String registerFlaw(ByteBuffer header) {
        if (!U128.get(header, PARENT).isZero()) {
            return "register has a parent";
        }
        if (header.getLong(SESSION) != 0) {
            return "register has a session";
        }
        if (header.getInt(NUMBER) != 0) {
            return "register has a request number";
        }
        int bodyBytes = header.getInt(Header.SIZE) - Header.BYTES;
        return bodyBytes == 0 || bodyBytes == REGISTER_BODY_BYTES
                ? null
                : "register has a wrong size";
    }
}
