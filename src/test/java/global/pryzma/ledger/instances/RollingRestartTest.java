package global.pryzma.ledger.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Auditor;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.process.Instance;
import global.pryzma.ledger.testing.process.Site;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Both instances are stopped with SIGTERM and started again, one after the other, under load. No
 * client sees more than a 502, a 503 or a connection that is gone, and the next try is fine.
 */
class RollingRestartTest {
    private static final int CLIENTS = 8;
    private static final int TRIES = 200;
    private static final int BREAK_MILLIS = 200;

    /** How many answers there are before the next step, so that there is load in each. */
    private static final int ANSWERS_BETWEEN = 40;

    @TempDir private Path folder;

    private final Map<UUID, JsonNode> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void noClientNotices() throws Exception {
        Random random = new Random(Seed.of(RollingRestartTest.class));
        try (Site site = new Site(folder);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            site.start();
            site.awaitWell();
            Books books = Books.open(site.a().client(), site.a().dataFolder());
            List<UUID> accounts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                accounts.add(books.account("external"));
            }
            AtomicBoolean wanted = new AtomicBoolean(true);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random own = new Random(random.nextLong());
                GuideClient client = new GuideClient(site.balanced(), books.token(), TRIES);
                running.add(
                        clients.submit(() -> {
                            load(own, client, accounts, wanted);
                            return null;
                        }));
            }
            try {
                for (Instance instance : site.instances()) {
                    awaitLoad();
                    assertThat(instance.terminate()).as("ended by SIGTERM").isEqualTo(128 + 15);
                    awaitLoad();
                    instance.start();
                }
                awaitLoad();
            } finally {
                wanted.set(false);
            }
            for (Future<?> one : running) {
                one.get();
            }
            check(site, books, accounts);
        }
    }

    private void load(Random random, GuideClient client, List<UUID> accounts, AtomicBoolean wanted)
            throws InterruptedException {
        while (wanted.get()) {
            int debit = random.nextInt(accounts.size());
            int credit = (debit + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
            UUID key = new UUID(random.nextLong(), random.nextLong());
            String json =
                    Books.transferJson(
                            accounts.get(debit), accounts.get(credit), 1 + random.nextInt(100));
            // Any answer but a success, or one that the guide retries, ends here.
            HttpResponse<String> response = client.post("/v1/transfers", key, json).response();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            acknowledged.put(key, Books.json(response.body()));
            answers.incrementAndGet();
            Thread.sleep(random.nextInt(BREAK_MILLIS));
        }
    }

    private void awaitLoad() {
        int enough = answers.get() + ANSWERS_BETWEEN;
        await().atMost(Duration.ofSeconds(120)).until(() -> answers.get() >= enough);
    }

    private void check(Site site, Books books, List<UUID> accounts) {
        site.awaitWell();
        Map<String, JsonNode> expected =
                acknowledged.values().stream()
                        .collect(
                                Collectors.toMap(
                                        transfer -> transfer.path("id").asText(), it -> it));
        assertThat(expected).as("each key has its own transfer").hasSameSizeAs(acknowledged);
        for (Instance instance : site.instances()) {
            books.use(instance.client());
            Map<String, JsonNode> stored = new ConcurrentHashMap<>();
            for (UUID account : accounts) {
                List<JsonNode> transfers = books.transfersOf(account);
                transfers.forEach(transfer -> stored.put(transfer.path("id").asText(), transfer));
                assertThat(books.posted(account)).isEqualTo(balance(account, transfers));
            }
            assertThat(stored).isEqualTo(expected);
        }
        Auditor.assertBalanced(site.cluster());
    }

    /** Of an account whose normal side is the credit. */
    private static BigInteger balance(UUID account, List<JsonNode> transfers) {
        return transfers.stream()
                .map(transfer -> {
                    BigInteger amount = new BigInteger(transfer.path("amount").asText());
                    return transfer.path("debit_account_id").asText().equals(account.toString())
                            ? amount.negate()
                            : amount;
                })
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
