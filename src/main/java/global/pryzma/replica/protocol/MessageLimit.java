package global.pryzma.replica.protocol;

/**
 * How large a request may be (TigerBeetle's {@code --development} switch and its absence; {@code
 * src/constants.zig}, {@code src/config.zig}).
 */
public enum MessageLimit {
    /** 1 MiB: 8,190 accounts or transfers in a request. */
    FULL(1 << 20),
    /** 32 KiB: 254 accounts or transfers in a request. */
    DEVELOPMENT(32 << 10);

    private final int requestBytes;

    MessageLimit(int requestBytes) {
        this.requestBytes = requestBytes;
    }

    /** The largest request in bytes, with its header. */
    public int requestBytes() {
        return requestBytes;
    }

    /** The largest body of a request in bytes, which is what a client is told at registration. */
    public int batchBytes() {
        return requestBytes - Header.BYTES;
    }
}
