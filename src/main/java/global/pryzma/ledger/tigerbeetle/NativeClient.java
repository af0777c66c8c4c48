package global.pryzma.ledger.tigerbeetle;

import com.tigerbeetle.Batch;
import com.tigerbeetle.Client;
import com.tigerbeetle.PacketStatus;
import com.tigerbeetle.RequestException;

import global.pryzma.ledger.ledger.LedgerId;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p><b>Closing has a trap too.</b> If the answer to the client's registration arrives while it is
 * being closed, a check of the native side fails and ends the whole JVM (TigerBeetle 0.16.30,
 * tb_client's context.zig: client_register_callback expects a signal that is not stopped). The end
 * of an outage is when that answer comes, so no waiting makes closing safe. Hence <b>a client that
 * has not been answered is never closed</b>: {@link #close} makes it close itself after its first
 * answer, and until then it is held by a static reference, for the official client's {@code
 * Cleaner} closes what is garbage, and in the same way. At the end of the process it is just left;
 * likewise when one context of several in a process ends. How many there are is for the callers to
 * bound ({@link ClusterConnections}).
 *
 * <p>Whether the registration itself was answered can't be seen. A request is only sent after it,
 * and only then can be answered or refused, so the first of these is taken for the sign. A client
 * that is refused while it registers (its release is too old or too new for the cluster) goes deaf
 * for good, and looks unanswered.
 *
 * <p><b>What an unanswered client does by itself</b> (vsr/client.zig, message_bus.zig, config.zig
 * of that release): it connects to each address again and again, after 50 ms and a random time that
 * doubles from 50 up to 950 ms with each failure, so within a second of the moment that somebody
 * listens; where packets are lost and not refused, the kernel's own backoff of a connection that is
 * begun counts, up to a minute. Its register message is sent again after 600 ms, and then each time
 * after 610 ms and a random time that doubles from 10 ms up to 9,990 ms: within 0.7 s while it is
 * younger than 3 s, up to 10.6 s when it is older than 10 s. Nothing of that is reset by a new
 * connection. So a client that has seen an outage may take 12 s to notice its end, and a fresh one
 * takes 0.6 to 0.7 s.
 */
final class NativeClient implements ClusterClient {
    /** All that the cluster has not answered yet, wherever in the process they were opened. */
    private static final Set<NativeClient> UNANSWERED = ConcurrentHashMap.newKeySet();

    /** A question whose answer is of no interest, only that it is answered. */
    private static final Request ANYTHING = new Request.LookupAccounts(List.of(new LedgerId(0, 1)));

    private final Client client;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean unwanted;
    private volatile boolean answered;
    private volatile boolean closed;

    /**
     * A client of this cluster.
     *
     * @param addresses numeric, {@code ip:port}
     */
    NativeClient(byte[] clusterId, String[] addresses) {
        this.client = new Client(clusterId, addresses);
        UNANSWERED.add(this);
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
                                client.getAccountTransfersAsync(QueryCodec.ofAccount(of.query())),
                                TransferCodec::decode,
                                continuation);
                case Request.AccountBalances of ->
                        reply(
                                client.getAccountBalancesAsync(QueryCodec.ofAccount(of.query())),
                                BalanceCodec::decode,
                                continuation);
                case Request.LedgerTransfers of ->
                        reply(
                                client.queryTransfersAsync(QueryCodec.ledgerTransfers(of.query())),
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
                                if (fault.getCause() instanceof RequestException) {
                                    noteAnswer();
                                }
                                throw fault;
                            }
                            noteAnswer();
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

    private void noteAnswer() {
        if (!answered) {
            answered = true;
            UNANSWERED.remove(this);
            if (unwanted) {
                // Not here: it takes its time, and waits for the client's own thread.
                inBackground(this::closeOnce);
            }
        }
    }

    @Override
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public void close() {
        unwanted = true;
        if (answered) {
            closeOnce();
        } else {
            // If none of its requests is under way, it would not learn that it was answered.
            CompletableFuture<Reply> sign = send(ANYTHING, NativeClient::inBackground);
            Objects.requireNonNull(sign);
        }
    }

    private void closeOnce() {
        if (closing.compareAndSet(false, true)) {
            client.close();
            closed = true;
        }
    }

    private static void inBackground(Runnable task) {
        Thread.ofPlatform().daemon().name("ledger-client-closing").start(task);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
