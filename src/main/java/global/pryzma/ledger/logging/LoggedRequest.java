package global.pryzma.ledger.logging;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * What a line of the log says of the request that its thread works on. One object goes from thread
 * to thread with the request, and is only put into words where a line is written: most requests
 * have none.
 */
public final class LoggedRequest {
    private static final ThreadLocal<@Nullable LoggedRequest> CURRENT = new ThreadLocal<>();

    private final String requestId;
    private final @Nullable String traceId;
    private volatile @Nullable UUID organisation;
    private volatile @Nullable UUID key;
    private volatile @Nullable String operation;

    public LoggedRequest(String requestId, @Nullable String traceId) {
        this.requestId = requestId;
        this.traceId = traceId;
    }

    /** That of this thread; null where it works on none. */
    public static @Nullable LoggedRequest current() {
        return CURRENT.get();
    }

    /** This thread works on that from now on, and had worked on what is returned. */
    public static @Nullable LoggedRequest bind(@Nullable LoggedRequest request) {
        LoggedRequest before = CURRENT.get();
        if (request == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(request);
        }
        return before;
    }

    public void isOf(UUID caller) {
        organisation = caller;
    }

    public void has(UUID idempotencyKey) {
        key = idempotencyKey;
    }

    public void asksFor(String what) {
        operation = what;
    }

    public String requestId() {
        return requestId;
    }

    public @Nullable String traceId() {
        return traceId;
    }

    @Nullable String organisation() {
        return text(organisation);
    }

    @Nullable String key() {
        return text(key);
    }

    @Nullable String operation() {
        return operation;
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
