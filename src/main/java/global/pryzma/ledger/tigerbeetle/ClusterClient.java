package global.pryzma.ledger.tigerbeetle;

import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A client of the cluster: a session that has at most one message under way. */
interface ClusterClient extends AutoCloseable {

    /**
     * Sends a message and returns at once. The future is the caller's own: completing or cancelling
     * it does no harm. It fails with a {@link ClientFault}.
     *
     * @param continuation where the reply is decoded and the future completed, since the client's
     *     own thread must not be kept
     */
    CompletableFuture<Reply> send(Request request, Executor continuation);

    /** Whether the cluster has ever answered a request of this client, be it with a refusal. */
    boolean isAnswered();

    /**
     * Gives the session up, and fails what has not been answered. Takes some 20 ms. A client that
     * the cluster has never answered stays as it is until it is answered: closing it could end the
     * process ({@link NativeClient}). May be called twice.
     */
    @Override
    void close();

    /** Whether the client's connections and session are given up. */
    boolean isClosed();

    /** A source of new clients of one cluster. */
    interface Opener {
        /**
         * A new client, which has not spoken to the cluster yet. Takes 50 to 100 ms, and longer
         * where names are to be resolved.
         */
        ClusterClient open() throws Exception;

        /**
         * The numeric addresses that a client would be given now, in the order of the replicas. May
         * block on a name server.
         */
        String[] addresses() throws UnknownHostException;
    }
}
