package global.pryzma.replica.protocol;

import java.nio.ByteBuffer;

/** Tells a client that it has no session any more, and why ({@code Header.Eviction}). */
public record Eviction(U128 cluster, U128 client, Reason reason) {
    private static final int CLIENT = 128;
    private static final int REASON = 255;

    public enum Reason {
        NO_SESSION(1),
        CLIENT_RELEASE_TOO_LOW(2),
        CLIENT_RELEASE_TOO_HIGH(3),
        INVALID_REQUEST_OPERATION(4),
        INVALID_REQUEST_BODY(5),
        INVALID_REQUEST_BODY_SIZE(6),
        SESSION_TOO_LOW(7),
        SESSION_RELEASE_MISMATCH(8);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    public byte[] frame() {
        ByteBuffer frame =
                Header.frame(MessageKind.EVICTION, cluster, Header.VIEW_ONLY, Header.RELEASE, 0);
        client.put(frame, CLIENT);
        frame.put(REASON, (byte) reason.code());
        return Header.seal(frame);
    }
}
