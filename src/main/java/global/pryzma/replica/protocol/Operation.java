package global.pryzma.replica.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a committed message does (TigerBeetle, {@code src/vsr.zig} and {@code
 * src/state_machine.zig}).
 */
public enum Operation {
    REGISTER(2, 0, 0),
    /** Expires due pending transfers; the replica's own, never a client's. */
    PULSE(128, 0, 0),
    CREATE_ACCOUNTS(129, 128, 8),
    CREATE_TRANSFERS(130, 128, 8),
    LOOKUP_ACCOUNTS(131, 16, 128),
    LOOKUP_TRANSFERS(132, 16, 128),
    GET_ACCOUNT_TRANSFERS(133, 128, 128),
    GET_ACCOUNT_BALANCES(134, 128, 128),
    QUERY_ACCOUNTS(135, 64, 128),
    QUERY_TRANSFERS(136, 64, 128),
    /** Ends a session on demand; the replica's own, for tests, and unknown to the real one. */
    EVICT_SESSION(255, 0, 0);

    private static final @Nullable Operation[] BY_CODE = new @Nullable Operation[256];

    static {
        for (Operation operation : values()) {
            BY_CODE[operation.code] = operation;
        }
    }

    private final int code;
    private final int eventBytes;
    private final int resultBytes;

    Operation(int code, int eventBytes, int resultBytes) {
        this.code = code;
        this.eventBytes = eventBytes;
        this.resultBytes = resultBytes;
    }

    /** The operation of a number on the wire (0 to 255), or null where there is none. */
    public static @Nullable Operation of(int code) {
        return BY_CODE[code];
    }

    public int code() {
        return code;
    }

    /** Whether clients may ask for it. */
    public boolean isForClients() {
        return this != PULSE && this != EVICT_SESSION;
    }

    /** Whether it only reads: executing it again, or not at all, leaves the state as it is. */
    public boolean reads() {
        return switch (this) {
            case REGISTER, PULSE, EVICT_SESSION, CREATE_ACCOUNTS, CREATE_TRANSFERS -> false;
            case LOOKUP_ACCOUNTS,
                    LOOKUP_TRANSFERS,
                    GET_ACCOUNT_TRANSFERS,
                    GET_ACCOUNT_BALANCES,
                    QUERY_ACCOUNTS,
                    QUERY_TRANSFERS ->
                    true;
        };
    }

    /** How many timestamps a body takes: one for each event that may be stored. */
    public int timestamps(int bodyBytes) {
        return switch (this) {
            case CREATE_ACCOUNTS, CREATE_TRANSFERS -> bodyBytes / eventBytes;
            case PULSE -> MessageLimit.FULL.batchBytes() / 128;
            case REGISTER,
                    EVICT_SESSION,
                    LOOKUP_ACCOUNTS,
                    LOOKUP_TRANSFERS,
                    GET_ACCOUNT_TRANSFERS,
                    GET_ACCOUNT_BALANCES,
                    QUERY_ACCOUNTS,
                    QUERY_TRANSFERS ->
                    0;
        };
    }

    /** How many bytes the results of a body can have, were there no limit for a message. */
    int resultBytesMax(int bodyBytes) {
        return switch (this) {
            case REGISTER -> Reply.REGISTER_BODY_BYTES;
            case PULSE, EVICT_SESSION -> 0;
            case CREATE_ACCOUNTS, CREATE_TRANSFERS, LOOKUP_ACCOUNTS, LOOKUP_TRANSFERS ->
                    bodyBytes / eventBytes * resultBytes;
            case GET_ACCOUNT_TRANSFERS, GET_ACCOUNT_BALANCES, QUERY_ACCOUNTS, QUERY_TRANSFERS ->
                    MessageLimit.FULL.batchBytes();
        };
    }

    /** Whether a client's body has a size that this operation can take under this limit. */
    public boolean accepts(int bodyBytes, MessageLimit limit) {
        return switch (this) {
            // The header check has already looked at it.
            case REGISTER -> true;
            case PULSE, EVICT_SESSION -> bodyBytes == 0;
            case GET_ACCOUNT_TRANSFERS, GET_ACCOUNT_BALANCES, QUERY_ACCOUNTS, QUERY_TRANSFERS ->
                    bodyBytes == eventBytes;
            case CREATE_ACCOUNTS, CREATE_TRANSFERS, LOOKUP_ACCOUNTS, LOOKUP_TRANSFERS ->
                    bodyBytes % eventBytes == 0 && bodyBytes / eventBytes <= eventsMax(limit);
        };
    }

    private int eventsMax(MessageLimit limit) {
        // A reply may be as large as any message, also where requests are kept small.
        return Math.min(
                limit.batchBytes() / eventBytes, MessageLimit.FULL.batchBytes() / resultBytes);
    }
}
