package global.pryzma.replica.protocol;

/** The kinds of message that pass between a client and a replica ({@code src/vsr.zig}). */
public enum MessageKind {
    PING_CLIENT(3),
    PONG_CLIENT(4),
    REQUEST(5),
    REPLY(8),
    EVICTION(18);

    /** The highest number that TigerBeetle 0.16.30 knows, replica-only ones included. */
    static final int HIGHEST_KNOWN = 24;

    private final int code;

    MessageKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
