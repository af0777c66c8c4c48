package global.pryzma.ledger.tigerbeetle;

import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * The moment that can end the process, forced again and again: the answers to the registrations of
 * clients come while the clients are being closed. In a process of its own, which says "survived"
 * at its end.
 *
 * <p>Arguments: an empty folder, how many rounds, a seed.
 */
final class ClosingRace {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENTS = 4;
    private static final Request QUESTION = new Request.LookupAccounts(List.of(new LedgerId(0, 5)));

    private ClosingRace() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Random random = new Random(Long.parseLong(args[2]));
        try (EmbeddedReplica replica = EmbeddedReplica.start(ReplicaSettings.in(Path.of(args[0])));
                Relay relay = new Relay()) {
            relay.forwardTo(replica.port());
            for (int round = 0; round < rounds; round++) {
                round(relay, random);
            }
        }
        System.out.println("survived");
        Runtime.getRuntime().halt(0);
    }

    private static void round(Relay relay, Random random) throws Exception {
        relay.holdReplies();
        List<NativeClient> clients = new ArrayList<>();
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            NativeClient client = new NativeClient(new byte[16], new String[] {relay.address()});
            clients.add(client);
            answers.add(client.send(QUESTION, Runnable::run));
        }
        // The answer to each registration is on its way.
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> relay.held() >= CLIENTS);
        relay.refuse();
        List<Thread> closing = new ArrayList<>();
        for (NativeClient client : clients) {
            closing.add(Thread.ofPlatform().start(client::close));
        }
        LockSupport.parkNanos(random.nextLong(35_000_000));
        relay.resume();
        for (Thread thread : closing) {
            thread.join();
        }
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(NativeClient::isClosed));
        relay.listen();
    }
}
