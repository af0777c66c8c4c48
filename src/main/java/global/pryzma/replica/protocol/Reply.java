package global.pryzma.replica.protocol;

import java.nio.ByteBuffer;

/**
 * The answer to a request.
 *
 * <p>The native client aborts its process on a reply whose release, request checksum or operation
 * is not the request's, therefore they are always copied from it.
 *
 * @param context what the client's next request has to name as its parent
 * @param op the number of the commit; the register reply's is the session's number
 * @param timestamp of the whole message, in nanoseconds since 1970
 */
public record Reply(
        U128 cluster,
        int view,
        int release,
        U128 requestChecksum,
        U128 context,
        U128 client,
        long op,
        long timestamp,
        int number,
        int operation,
        byte[] body) {

    public static final int REGISTER_BODY_BYTES = 64;

    private static final int REQUEST_CHECKSUM = 128;
    private static final int CONTEXT = 160;
    private static final int CLIENT = 192;
    private static final int OP = 208;
    private static final int COMMIT = 216;
    static final int TIMESTAMP = 224;
    private static final int NUMBER = 232;
    private static final int OPERATION = 236;

    public static Reply of(Frame frame) {
        ByteBuffer header = frame.header();
        return new Reply(
                U128.get(header, Header.CLUSTER),
                header.getInt(Header.VIEW),
                header.getInt(Header.RELEASE_AT),
                U128.get(header, REQUEST_CHECKSUM),
                U128.get(header, CONTEXT),
                U128.get(header, CLIENT),
                header.getLong(OP),
                header.getLong(TIMESTAMP),
                header.getInt(NUMBER),
                header.get(OPERATION) & 0xff,
                frame.body());
    }

    /** The frame; its context becomes the checksum that the header has with context zero. */
    public byte[] frame() {
        ByteBuffer frame = Header.frame(MessageKind.REPLY, cluster, view, release, body.length);
        requestChecksum.put(frame, REQUEST_CHECKSUM);
        client.put(frame, CLIENT);
        frame.putLong(OP, op);
        frame.putLong(COMMIT, op);
        frame.putLong(TIMESTAMP, timestamp);
        frame.putInt(NUMBER, number);
        frame.put(OPERATION, (byte) operation);
        frame.put(Header.BYTES, body);
        Header.bodyChecksum(frame).put(frame, Header.CHECKSUM_BODY);
        Header.headerChecksum(frame).put(frame, CONTEXT);
        Header.headerChecksum(frame).put(frame, Header.CHECKSUM);
        return frame.array();
    }

    public static boolean isReply(byte[] frame) {
        return frame.length > 0 && frame[Header.COMMAND] == MessageKind.REPLY.code();
    }

    public static U128 context(byte[] frame) {
        return U128.get(Header.littleEndian(frame), CONTEXT);
    }
}
