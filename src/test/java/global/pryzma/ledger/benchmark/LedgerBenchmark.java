package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.process.JavaCommand;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.eclipse.jetty.client.HttpClient;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How fast the service is, on its embedded parts with everything durable; no test. A closed loop of
 * 64 and of 512 requests in flight: transfers between 1,000 accounts, transfers to one of them, and
 * as the ceiling an authenticated POST that does nothing, all on one server. Each load has its own
 * warm-up; purge, autovacuum and a checkpoint fall into every one.
 *
 * <p>Environment: {@code BENCHMARK_SECONDS} of each load (60), {@code BENCHMARK_RUNS} (3), {@code
 * BENCHMARK_STORED} keys and transfers that are there at the beginning (0).
 */
final class LedgerBenchmark {
    private static final int ACCOUNTS = 1_000;
    private static final int WARM_UP_SECONDS = 10;
    private static final int EVENTS_OF_A_MESSAGE = 8_190;
    private static final long FUNDS = 1_000_000_000;
    private static final List<Integer> IN_FLIGHT = List.of(64, 512);

    private final ServiceProcess service;
    private final HttpClient client;
    private final int seconds;
    private final List<UUID> accounts = new ArrayList<>();
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    private LedgerBenchmark(ServiceProcess service, HttpClient client, int seconds) {
        this.service = service;
        this.client = client;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        int seconds = setting("BENCHMARK_SECONDS", 60);
        int runs = setting("BENCHMARK_RUNS", 3);
        int stored = setting("BENCHMARK_STORED", 0);
        Path folder = Files.createTempDirectory("pryzma-benchmark");
        HttpClient client = new HttpClient();
        client.setMaxConnectionsPerDestination(Collections.max(IN_FLIGHT));
        client.start();
        try (ServiceProcess service = new ServiceProcess(folder, JavaCommand.asInProduction())) {
            LedgerBenchmark benchmark = new LedgerBenchmark(service, client, seconds);
            benchmark.prepare(stored);
            for (int run = 1; run <= runs; run++) {
                benchmark.run(run);
            }
            benchmark.printMedians();
        } finally {
            client.stop();
            delete(folder);
        }
    }

    private void prepare(int stored) throws SQLException {
        service.with(BenchmarkController.ENABLED, "true")
                .with("pryzma.idempotency.purge-interval", "5s")
                // With stored keys the purge takes those that are a day old, else the load's own.
                .with("pryzma.idempotency.retention", stored > 0 ? "24h" : "30s")
                .start();
        execute(
                "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'",
                "ALTER SYSTEM SET autovacuum_naptime = '10s'",
                "ALTER SYSTEM SET checkpoint_timeout = '30s'");
        service.terminate();
        service.start();
        execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        Books books = Books.open(service.client(), service.dataFolder());
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(books.funded(FUNDS));
        }
        if (stored > 0) {
            Stored.fill(service.postgresUrl(), stored);
            storeTransfers(books, stored);
        }
        System.out.printf(
                "%d processors, %d accounts, %d stored keys, %d s for each load%n",
                Runtime.getRuntime().availableProcessors(), ACCOUNTS, stored, seconds);
    }

    private void storeTransfers(Books books, int stored) {
        for (int done = 0; done < stored; done += EVENTS_OF_A_MESSAGE) {
            UUID debit = accounts.get(done / EVENTS_OF_A_MESSAGE % ACCOUNTS);
            UUID credit = accounts.get((done / EVENTS_OF_A_MESSAGE + 1) % ACCOUNTS);
            String json =
                    "{\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\"}"
                            .formatted(debit, credit);
            int status =
                    books.post("/v1/benchmark/stored-transfers", UUID.randomUUID(), json)
                            .statusCode();
            if (status != 201) {
                throw new IllegalStateException("could not store transfers: " + status);
            }
        }
    }

    private void run(int run) throws Exception {
        for (int inFlight : IN_FLIGHT) {
            String token = DemoCredential.of(service.dataFolder()).token(service.client());
            LoadRequests payments = new LoadRequests(client, service.uri(), token, accounts);
            load(run, "nothing", inFlight, payments::nothing);
            load(run, "spread", inFlight, payments::anywhere);
            BigInteger before = posted(token);
            LoadRequests hot = new LoadRequests(client, service.uri(), token, accounts);
            load(run, "hot", inFlight, hot::toTheFirst);
            BigInteger moved = posted(token).subtract(before);
            if (!moved.equals(BigInteger.valueOf(hot.paid()))) {
                throw new IllegalStateException(
                        moved + " moved, " + hot.paid() + " were acknowledged");
            }
        }
    }

    private void load(int run, String name, int inFlight, Supplier<Load.Shot> shots)
            throws Exception {
        Statistics[] before = new Statistics[1];
        Measured measured =
                Load.run(
                        client,
                        inFlight,
                        WARM_UP_SECONDS,
                        seconds,
                        shots,
                        () -> before[0] = statistics());
        Statistics used = statistics().since(before[0]);
        rates.computeIfAbsent(name + " " + inFlight, it -> new ArrayList<>())
                .add(measured.perSecond());
        double requests = measured.requests();
        System.out.printf(
                Locale.ROOT,
                "run %d  %-7s %3d in flight  %7.0f/s  p50 %6.1f  p95 %6.1f  p99 %6.1f ms"
                        + "  per request: %.3f statements, %.3f commits, %.3f messages"
                        + "  batches: %.0f per commit, %.0f per message"
                        + "  CPUs: service %.2f, Postgres %.2f, load %.2f"
                        + "  meanwhile: %d keys purged, %d vacuums, %d checkpoints%n",
                run,
                name,
                inFlight,
                measured.perSecond(),
                measured.millisAt(50),
                measured.millisAt(95),
                measured.millisAt(99),
                used.statements() / requests,
                used.commits() / requests,
                used.messages() / requests,
                requests / Math.max(1, used.commits()),
                requests / Math.max(1, used.messages()),
                share(used.serviceCpu(), measured),
                share(used.postgresCpu(), measured),
                share(used.loadCpu(), measured),
                used.purged(),
                used.vacuums(),
                used.checkpoints());
    }

    private static double share(Duration cpu, Measured measured) {
        return cpu.toMillis() / 1000.0 / measured.seconds();
    }

    private void printMedians() {
        for (int inFlight : IN_FLIGHT) {
            double ceiling = median("nothing " + inFlight);
            double spread = median("spread " + inFlight);
            double hot = median("hot " + inFlight);
            System.out.printf(
                    Locale.ROOT,
                    "median, %3d in flight: nothing %.0f/s, spread %.0f/s (%.2f of nothing),"
                            + " hot %.0f/s (%.2f of spread)%n",
                    inFlight,
                    ceiling,
                    spread,
                    spread / ceiling,
                    hot,
                    hot / spread);
        }
    }

    private double median(String name) {
        List<Double> sorted = rates.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Statistics statistics() {
        try {
            String token = DemoCredential.of(service.dataFolder()).token(service.client());
            return Statistics.take(
                    service.postgresUrl(),
                    service.process().toHandle(),
                    service.postmaster().orElseThrow().process(),
                    () ->
                            Books.json(service.client().get("/v1/benchmark/ledger", token).body())
                                    .path("messages")
                                    .asLong());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private BigInteger posted(String token) {
        return new BigInteger(
                Books.json(
                                service.client()
                                        .get("/v1/accounts/" + accounts.getFirst(), token)
                                        .body())
                        .path("balances")
                        .path("posted")
                        .asText());
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(service.postgresUrl());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int setting(String name, int otherwise) {
        return Integer.parseInt(System.getenv().getOrDefault(name, Integer.toString(otherwise)));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
