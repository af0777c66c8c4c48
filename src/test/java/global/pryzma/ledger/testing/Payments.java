package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Clients that pay, as the public guide prescribes, while something happens to the service; and the
 * check that each of their payments was made once, and nothing else.
 */
public final class Payments implements AutoCloseable {
    private static final int TRIES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<GuideClient> clients = new ArrayList<>();
    private final Map<UUID, JsonNode> acknowledged = new ConcurrentHashMap<>();
    private final Supplier<ServiceClient> service;
    private final String token;
    private final Set<UUID> accounts = new HashSet<>();
    private final Set<String> earlier;
    private volatile boolean enough;

    private Payments(Books books, Supplier<ServiceClient> service, List<UUID> accounts) {
        this.service = service;
        this.token = books.token();
        this.accounts.addAll(accounts);
        this.earlier = transfers(books).keySet();
    }

    /** So many clients start to pay an account of their own each, until {@link #finish}. */
    public static Payments begin(Books books, int clients) {
        List<UUID> accounts = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            accounts.add(books.account("consumer"));
        }
        Payments payments = new Payments(books, books::client, accounts);
        for (UUID account : accounts) {
            payments.begin(new Random(), 0, () -> payment(books.settlement(), account));
        }
        return payments;
    }

    /** With something that Postgres alone keeps. */
    private static String payment(UUID debit, UUID credit) {
        return Books.transferJson(debit, credit, 1).replace("}", ",\"description\":\"Rent\"}");
    }

    /**
     * So many clients start to pay from any account to any other, which have enough, until {@link
     * #finish}.
     *
     * @param service where it is at the moment of a try
     * @param breakMillis how long a client does something else between two payments, at most
     */
    public static Payments among(
            List<UUID> accounts,
            Books books,
            Supplier<ServiceClient> service,
            int clients,
            int breakMillis,
            Random random) {
        Payments payments = new Payments(books, service, accounts);
        for (int i = 0; i < clients; i++) {
            Random own = new Random(random.nextLong());
            payments.begin(
                    own,
                    breakMillis,
                    () -> {
                        int debit = own.nextInt(accounts.size());
                        int credit =
                                (debit + 1 + own.nextInt(accounts.size() - 1)) % accounts.size();
                        return Books.transferJson(
                                accounts.get(debit), accounts.get(credit), 1 + own.nextInt(100));
                    });
        }
        return payments;
    }

    private void begin(Random random, int breakMillis, Supplier<String> transfer) {
        GuideClient client = new GuideClient(service, token, TRIES);
        clients.add(client);
        running.add(
                threads.submit(() -> {
                    pay(client, random, breakMillis, transfer);
                    return null;
                }));
    }

    private void pay(GuideClient client, Random random, int breakMillis, Supplier<String> transfer)
            throws InterruptedException {
        while (!enough) {
            UUID key = new UUID(random.nextLong(), random.nextLong());
            String json = transfer.get();
            // Any answer but a success, or one that the guide retries, ends here.
            HttpResponse<String> response = client.post("/v1/transfers", key, json).response();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            acknowledged.put(key, Books.json(response.body()));
            Thread.sleep(random.nextInt(breakMillis + 1));
        }
    }

    /** How many have been acknowledged so far. */
    public int made() {
        return acknowledged.size();
    }

    /** Waits for so many more. */
    public void awaitMore(int count) {
        int before = made();
        await().atMost(PATIENCE).until(() -> made() >= before + count || isAnyoneDone());
    }

    /** Which is so when it has failed. */
    private boolean isAnyoneDone() {
        return running.stream().anyMatch(Future::isDone);
    }

    /** Whether every client has been told to come back at least once. */
    public boolean everybodyHasWaited() {
        return clients.stream().allMatch(client -> client.unavailable() > 0);
    }

    /** Waits for the payments under way. */
    public void finish() throws InterruptedException, ExecutionException {
        enough = true;
        for (Future<?> client : running) {
            client.get();
        }
    }

    /** The books have each of the payments once, as it was acknowledged, and no others. */
    public void check(Books books) {
        Map<String, JsonNode> expected =
                acknowledged.values().stream()
                        .collect(Collectors.toMap(it -> it.path("id").asText(), it -> it));
        assertThat(expected).as("each key has its own transfer").hasSameSizeAs(acknowledged);
        Map<String, JsonNode> stored = transfers(books);
        assertThat(stored.keySet()).containsAll(earlier);
        stored.keySet().removeAll(earlier);
        assertThat(stored).isEqualTo(expected);
        for (UUID account : accounts) {
            assertThat(books.posted(account)).isEqualTo(balance(books, account));
        }
        books.assertDebitsEqualCredits();
    }

    private Map<String, JsonNode> transfers(Books books) {
        Map<String, JsonNode> transfers = new ConcurrentHashMap<>();
        for (UUID account : accounts) {
            books.transfersOf(account).forEach(it -> transfers.put(it.path("id").asText(), it));
        }
        return transfers;
    }

    /** Of an account whose normal side is the credit. */
    private static BigInteger balance(Books books, UUID account) {
        return books.transfersOf(account).stream()
                .map(transfer -> {
                    BigInteger amount = new BigInteger(transfer.path("amount").asText());
                    boolean debit =
                            transfer.path("debit_account_id").asText().equals(account.toString());
                    return debit ? amount.negate() : amount;
                })
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    @Override
    public void close() {
        enough = true;
        threads.shutdownNow();
        threads.close();
    }
}
