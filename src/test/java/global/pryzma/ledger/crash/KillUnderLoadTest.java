package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole embedded default is killed under load, several times, at random moments. The seed is
 * printed; {@code -Dtest.seed=…} gives the same run again as far as a race can be repeated.
 */
class KillUnderLoadTest {
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 16;
    private static final int ACCOUNTS = 5;

    @Test
    void noAcknowledgedTransferIsLostAndNoneIsDoubled(@TempDir Path folder) throws Exception {
        Random random = new Random(Seed.of(KillUnderLoadTest.class));
        try (ServiceProcess service = new ServiceProcess(folder).start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Books books = Books.open(service.client(), service.dataFolder());
            List<UUID> accounts = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.add(books.funded(1_000_000));
            }
            Map<UUID, JsonNode> acknowledged = new ConcurrentHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                round(random, service, books, accounts, clients, acknowledged);
            }
            check(books, accounts, acknowledged);
        }
    }

    private static void round(
            Random random,
            ServiceProcess service,
            Books books,
            List<UUID> accounts,
            ExecutorService clients,
            Map<UUID, JsonNode> acknowledged)
            throws Exception {
        AtomicInteger answers = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random own = new Random(random.nextLong());
            GuideClient client = new GuideClient(books::client, books.token(), 60);
            running.add(
                    clients.submit(() -> {
                        for (int n = 0; n < 25; n++) {
                            transfer(own, client, accounts, acknowledged);
                            answers.incrementAndGet();
                        }
                    }));
        }
        int killAfter = random.nextInt(CLIENTS * 20);
        await().atMost(Duration.ofSeconds(30)).until(() -> answers.get() >= killAfter);
        service.kill();
        if (random.nextBoolean()) {
            // Postgres dies too, as when the machine's memory runs out.
            service.postmaster().ifPresent(ProcessHandle::destroyForcibly);
        }
        service.start();
        books.use(service.client());
        for (Future<?> one : running) {
            one.get();
        }
    }

    private static void transfer(
            Random random,
            GuideClient client,
            List<UUID> accounts,
            Map<UUID, JsonNode> acknowledged) {
        int debit = random.nextInt(accounts.size());
        int credit = (debit + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        UUID key = new UUID(random.nextLong(), random.nextLong());
        String json =
                Books.transferJson(
                        accounts.get(debit), accounts.get(credit), 1 + random.nextInt(100));
        var response = client.post("/v1/transfers", key, json).response();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        acknowledged.put(key, Books.json(response.body()));
    }

    /**
     * Every acknowledged transfer is there once with what was acknowledged, and nothing else is.
     */
    private static void check(Books books, List<UUID> accounts, Map<UUID, JsonNode> acknowledged) {
        Map<String, JsonNode> stored = new HashMap<>();
        Map<String, BigInteger> balances = new HashMap<>();
        for (UUID account : accounts) {
            for (JsonNode transfer : books.transfersOf(account)) {
                BigInteger amount = new BigInteger(transfer.path("amount").asText());
                boolean debit =
                        transfer.path("debit_account_id").asText().equals(account.toString());
                balances.merge(
                        account.toString(), debit ? amount.negate() : amount, BigInteger::add);
                boolean funding =
                        transfer.path("debit_account_id")
                                .asText()
                                .equals(books.settlement().toString());
                if (!funding) {
                    stored.put(transfer.path("id").asText(), transfer);
                }
            }
        }
        assertThat(stored).hasSameSizeAs(acknowledged);
        acknowledged
                .values()
                .forEach(transfer ->
                        assertThat(stored.get(transfer.path("id").asText())).isEqualTo(transfer));
        for (UUID account : accounts) {
            assertThat(books.posted(account)).isEqualTo(balances.get(account.toString()));
        }
        books.assertDebitsEqualCredits();
    }
}
