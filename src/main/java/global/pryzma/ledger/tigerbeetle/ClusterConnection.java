package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * A client that has passed the genesis check, with the one message it may have under way. Confined
 * to the courier's thread.
 */
final class ClusterConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterConnection.class);

    /** The receiver of how one message ended on this connection: with a reply or with a fault. */
    interface Listener {
        void onReply(ClusterConnection connection, Message message, Reply reply);

        void onFault(ClusterConnection connection, Message message, ClientFault fault);
    }

    private final ClusterClient client;
    private final Executor mailbox;
    private final Listener listener;
    private @Nullable Message underWay;
    private long since;
    private boolean missed;

    ClusterConnection(ClusterClient client, Executor mailbox, Listener listener, long now) {
        this.client = client;
        this.mailbox = mailbox;
        this.listener = listener;
        this.since = now;
    }

    ClusterClient client() {
        return client;
    }

    @Nullable Message underWay() {
        return underWay;
    }

    boolean isBusy() {
        return underWay != null;
    }

    /** How long the connection has been busy, or idle. */
    long nanosSince(long now) {
        return now - since;
    }

    /** Whether {@link #miss} was noted for the message under way. */
    boolean hasMissed() {
        return missed;
    }

    /** Notes that the message under way has gone unanswered for too long. */
    void miss() {
        missed = true;
    }

    void send(Message message, long now) {
        underWay = message;
        since = now;
        missed = false;
        message.attemptBegan();
        CompletableFuture<?> handled =
                client.send(message.request(), mailbox)
                        .whenCompleteAsync(
                                (content, failure) -> arrived(message, content, failure), mailbox);
        // Nobody waits for it: faults have been dealt with where they arrived.
        Objects.requireNonNull(handled);
    }

    private void arrived(Message message, @Nullable Reply content, @Nullable Throwable failure) {
        try {
            if (content != null) {
                listener.onReply(this, message, content);
            } else {
                listener.onFault(this, message, fault(failure));
            }
        } catch (RuntimeException | Error bug) {
            LOG.error("A reply was not handled", bug);
        }
    }

    private static ClientFault fault(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof ClientFault known
                ? known
                : new ClientFault(ClientFault.Reason.UNREADABLE, String.valueOf(cause), cause);
    }

    /** Notes that the message under way has ended, one way or the other. */
    void becomeIdle(long now) {
        underWay = null;
        since = now;
        missed = false;
    }
}
