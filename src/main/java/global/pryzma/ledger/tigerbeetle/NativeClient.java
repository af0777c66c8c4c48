package global.pryzma.ledger.tigerbeetle;

import com.tigerbeetle.Batch;
import com.tigerbeetle.Client;
import com.tigerbeetle.PacketStatus;
import com.tigerbeetle.RequestException;

import global.pryzma.ledger.ledger.Deadline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The official client, made safe to wait on.
 *
 * <p>The future that the official client returns belongs to its native side: whoever completes,
 * cancels or times it out ends the whole JVM when the reply arrives. So it never leaves this class,
 * which is the only one that touches the client; what leaves is a copy. The blocking methods are
 * not used either: interrupting them throws an {@link Error}.
 *
 * <p>Each message has a batch of its own, exactly as large as needed: the native side reads the
 * batch when it sends, which may be long after it was handed over, and a batch can't be emptied for
 * reuse. Its direct memory is freed with the batch; there is one per message under way.
 *
 * <p>Closing has a trap too: if the answer to the client's registration arrives while it is being
 * closed, a check of the native side fails and ends the whole JVM (TigerBeetle 0.16.30, tb_client's
 * context.zig: client_register_callback expects a signal that is not stopped). That is likely just
 * when a cluster comes back. So a client that has not been answered yet is closed once it has been,
 * or when nobody listens who could answer; at the latest after {@link #CLOSE_LIMIT}.
 */
final class NativeClient implements ClusterClient {
    /**
     * The longest wait for the answer to a registration, after which the client is closed all the
     * same. By then the answer can hardly come in the few milliseconds that closing takes: a silent
     * cluster would have to return within just these.
     */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private static final Duration CLOSE_POLL = Duration.ofMillis(20);

    private final Client client;
    private final Listeners cluster;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean answered;
    private volatile boolean closed;

    /**
     * A client of this cluster.
     *
     * @param addresses numeric, {@code ip:port}
     */
    NativeClient(byte[] clusterId, String[] addresses) {
        this.client = new Client(clusterId, addresses);
        this.cluster = new Listeners(addresses);
    }

    @Override
    public CompletableFuture<Reply> send(Request request, Executor continuation) {
        try {
            return switch (request) {
                case Request.CreateAccounts create -> {
                    int events = create.accounts().size();
                    yield reply(
                            client.createAccountsAsync(AccountCodec.encode(create.accounts())),
                            results -> ResultCodec.accounts(results, events),
                            continuation);
                }
                case Request.CreateTransfers create -> {
                    int events = create.transfers().size();
                    yield reply(
                            client.createTransfersAsync(TransferCodec.encode(create.transfers())),
                            results -> ResultCodec.transfers(results, events),
                            continuation);
                }
                case Request.LookupAccounts lookup ->
                        reply(
                                client.lookupAccountsAsync(QueryCodec.ids(lookup.ids())),
                                AccountCodec::decode,
                                continuation);
                case Request.LookupTransfers lookup ->
                        reply(
                                client.lookupTransfersAsync(QueryCodec.ids(lookup.ids())),
                                TransferCodec::decode,
                                continuation);
                case Request.AccountTransfers of ->
                        reply(
                                client.getAccountTransfersAsync(
                                        QueryCodec.accountTransfers(of.query())),
                                TransferCodec::decode,
                                continuation);
                case Request.AccountsTail of ->
                        reply(
                                client.queryAccountsAsync(QueryCodec.tail(of.query())),
                                AccountCodec::decode,
                                continuation);
                case Request.TransfersTail of ->
                        reply(
                                client.queryTransfersAsync(QueryCodec.tail(of.query())),
                                TransferCodec::decode,
                                continuation);
                case Request.AnyAccountOf of ->
                        reply(
                                client.queryAccountsAsync(QueryCodec.anyAccountOf(of.ledger())),
                                AccountCodec::decode,
                                continuation);
            };
        } catch (RuntimeException closed) {
            return CompletableFuture.failedFuture(fault(closed));
        }
    }

    private <B extends Batch> CompletableFuture<Reply> reply(
            CompletableFuture<B> theClients, Function<B, Reply> decode, Executor continuation) {
        return theClients
                .copy()
                .handleAsync(
                        (batch, failure) -> {
                            if (failure != null) {
                                ClientFault fault = fault(failure);
                                answered |= fault.getCause() instanceof RequestException;
                                throw fault;
                            }
                            answered = true;
                            return decoded(batch, decode);
                        },
                        continuation);
    }

    private static <B extends Batch> Reply decoded(B batch, Function<B, Reply> decode) {
        try {
            return decode.apply(batch);
        } catch (RuntimeException unreadable) {
            throw fault(unreadable);
        }
    }

    private static ClientFault fault(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure;
        return new ClientFault(reason(cause), String.valueOf(cause.getMessage()), cause);
    }

    private static ClientFault.Reason reason(Throwable cause) {
        return switch (cause) {
            case RequestException refused
                    when refused.getStatus() == PacketStatus.TooMuchData.value ->
                    ClientFault.Reason.TOO_MUCH_DATA;
            case RequestException evicted -> ClientFault.Reason.CLIENT_GONE;
            // "Client is closed", both of a call that was under way and of a new one.
            case IllegalStateException closed -> ClientFault.Reason.CLIENT_GONE;
            default -> ClientFault.Reason.UNREADABLE;
        };
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        if (answered) {
            closeNow();
        } else {
            Thread.ofVirtual().name("ledger-client-closing").start(this::closeWhenSafe);
        }
    }

    private void closeWhenSafe() {
        Deadline limit = Deadline.after(CLOSE_LIMIT);
        try {
            while (!answered && !limit.isOver() && cluster.anyoneListens()) {
                Thread.sleep(CLOSE_POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeNow();
    }

    private void closeNow() {
        client.close();
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
