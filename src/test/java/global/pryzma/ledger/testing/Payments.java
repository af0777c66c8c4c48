package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that pay an account of their own each, as the public guide prescribes, while something
 * happens to the service; and the check that each of their payments was made once.
 */
public final class Payments implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private final ConcurrentMap<UUID, Map<UUID, JsonNode>> acknowledged = new ConcurrentHashMap<>();
    private final List<GuideClient> clients = new ArrayList<>();
    private final Books books;
    private volatile boolean enough;

    private Payments(Books books) {
        this.books = books;
    }

    /** So many clients start to pay, and go on until {@link #finish}. */
    public static Payments begin(Books books, int clients) {
        Payments payments = new Payments(books);
        for (int i = 0; i < clients; i++) {
            UUID account = books.account("consumer");
            GuideClient client = new GuideClient(books::client, books.token(), 60);
            payments.clients.add(client);
            Map<UUID, JsonNode> made = new ConcurrentHashMap<>();
            payments.acknowledged.put(account, made);
            payments.running.add(
                    payments.threads.submit(() -> payments.pay(client, account, made)));
        }
        return payments;
    }

    private void pay(GuideClient client, UUID account, Map<UUID, JsonNode> made) {
        while (!enough) {
            UUID key = UUID.randomUUID();
            var response =
                    client.post(
                                    "/v1/transfers",
                                    key,
                                    Books.transferJson(books.settlement(), account, 1)
                                            .replace("}", ",\"description\":\"a payment\"}"))
                            .response();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            made.put(key, Books.json(response.body()));
        }
    }

    /** How many have been acknowledged so far. */
    public int made() {
        return acknowledged.values().stream().mapToInt(Map::size).sum();
    }

    /** Whether every client has been told to come back at least once. */
    public boolean everybodyHasWaited() {
        return clients.stream().allMatch(client -> client.unavailable() > 0);
    }

    /** Waits for the payments under way, and checks that the books have each of them once. */
    public void finish() throws InterruptedException, ExecutionException {
        enough = true;
        for (Future<?> client : running) {
            client.get();
        }
        acknowledged.forEach((account, payments) -> {
            Map<String, JsonNode> stored = new HashMap<>();
            books.transfersOf(account).forEach(it -> stored.put(it.path("id").asText(), it));
            assertThat(stored).hasSameSizeAs(payments);
            payments.values()
                    .forEach(payment ->
                            assertThat(stored.get(payment.path("id").asText())).isEqualTo(payment));
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(payments.size()));
        });
        books.assertDebitsEqualCredits();
    }

    @Override
    public void close() {
        enough = true;
        threads.shutdownNow();
        threads.close();
    }
}
