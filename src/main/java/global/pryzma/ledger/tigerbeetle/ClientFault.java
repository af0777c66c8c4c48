package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.Nullable;

/** The reason why a message got no reply. */
final class ClientFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    enum Reason {
        /** The message is larger than the cluster takes. Nothing was sent. */
        TOO_MUCH_DATA,
        /**
         * The client was closed, or the cluster has ended its session. The message may have been
         * executed or not; this client will not find out.
         */
        CLIENT_GONE,
        /** The cluster has answered something that this version can't read. */
        UNREADABLE
    }

    private final Reason reason;

    ClientFault(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
