package global.pryzma.ledger.security;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * Where a request came from, for those who keep a record of it; nothing is decided by it.
 *
 * @param clientId whose token it had
 * @param address of the client, as the connection or a trusted proxy tells
 * @param requestId by which it stands in the log
 */
public record Origin(
        @Nullable String clientId, @Nullable String address, @Nullable UUID requestId) {
    /** Of what no request waits for. */
    public static final Origin NONE = new Origin(null, null, null);

    /** The same with the client that has proved who it is. */
    Origin of(Caller client) {
        return new Origin(client.clientId(), address, requestId);
    }
}
