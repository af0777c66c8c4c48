package global.pryzma.ledger.tigerbeetle;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Real clients, with a note of how many are open and of what was sent. */
final class CountedClients implements ClusterClient.Opener {
    private final ClusterClient.Opener real;
    private final List<ClusterClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger mostLiving = new AtomicInteger();
    private final List<Request> sent = new CopyOnWriteArrayList<>();

    CountedClients(ClusterClient.Opener real) {
        this.real = real;
    }

    int opened() {
        return clients.size();
    }

    int living() {
        return (int) clients.stream().filter(client -> !client.isClosed()).count();
    }

    int mostLiving() {
        return mostLiving.get();
    }

    /** How many messages of this type were sent, by all clients. */
    long sent(Class<? extends Request> type) {
        return sent.stream().filter(type::isInstance).count();
    }

    /** How many are open of which nobody knows whether they are registered. */
    int unanswered() {
        return (int) clients.stream().filter(client -> !client.isAnswered()).count();
    }

    @Override
    public String[] addresses() throws UnknownHostException {
        return real.addresses();
    }

    @Override
    public ClusterClient open() throws Exception {
        ClusterClient client = real.open();
        clients.add(client);
        mostLiving.accumulateAndGet(living(), Math::max);
        return new ClusterClient() {
            @Override
            public CompletableFuture<Reply> send(Request request, Executor continuation) {
                sent.add(request);
                return client.send(request, continuation);
            }

            @Override
            public boolean isAnswered() {
                return client.isAnswered();
            }

            @Override
            public void close() {
                client.close();
            }

            @Override
            public boolean isClosed() {
                return client.isClosed();
            }
        };
    }
}
