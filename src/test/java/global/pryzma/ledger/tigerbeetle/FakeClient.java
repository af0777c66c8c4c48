package global.pryzma.ledger.tigerbeetle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A client that answers when the test says so. */
final class FakeClient implements ClusterClient {
    record Sent(Request request, CompletableFuture<Reply> reply) {}

    private final List<Sent> sent = new ArrayList<>();
    private boolean closed;

    List<Sent> sent() {
        return sent;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isAnswered() {
        return sent.stream().anyMatch(one -> one.reply().isDone());
    }

    Sent last() {
        return sent.getLast();
    }

    void answer(Reply reply) {
        last().reply().complete(reply);
    }

    void fail(ClientFault.Reason reason) {
        last().reply().completeExceptionally(new ClientFault(reason, reason.toString(), null));
    }

    @Override
    public CompletableFuture<Reply> send(Request request, Executor continuation) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        sent.add(new Sent(request, reply));
        return reply;
    }

    @Override
    public void close() {
        closed = true;
        for (Sent one : sent) {
            one.reply()
                    .completeExceptionally(
                            new ClientFault(ClientFault.Reason.CLIENT_GONE, "closed", null));
        }
    }
}
