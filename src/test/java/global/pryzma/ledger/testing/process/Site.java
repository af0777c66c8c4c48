package global.pryzma.ledger.testing.process;

import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestLedger;
import global.pryzma.ledger.testing.TestPostgres;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Two instances, A and B, on one Postgres and one ledger. These two are processes of their own, or
 * the ones whose addresses are in the environment: see {@link TestPostgres} and {@link TestLedger}.
 */
public final class Site implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final @Nullable PostgresProcess postgres;
    private final @Nullable TestPostgres givenPostgres;
    private final @Nullable LedgerProcess ledger;
    private final @Nullable TestLedger givenLedger;
    private final List<ServiceProcess> instances;

    /**
     * Starts Postgres and the ledger; the instances are still to be started.
     *
     * @param folder for everything that it keeps
     */
    public Site(Path folder) {
        this(folder, Map.of());
    }

    /** The same, with these properties of the instances on top of the tests' own. */
    public Site(Path folder, Map<String, String> more) {
        this(folder, more, TestLedger.given());
    }

    /** The same, with a ledger that is ours to stop, whichever the environment names. */
    public static Site withLedgerOfItsOwn(Path folder, Map<String, String> more) {
        return new Site(folder, more, Optional.empty());
    }

    private Site(Path folder, Map<String, String> more, Optional<TestLedger> given) {
        givenPostgres = TestPostgres.given().orElse(null);
        givenLedger = given.orElse(null);
        postgres =
                givenPostgres == null
                        ? new PostgresProcess(folder.resolve("postgres")).onNothing().start()
                        : null;
        ledger = givenLedger == null ? new LedgerProcess(folder.resolve("ledger")) : null;
        Map<String, String> properties = properties(folder);
        properties.putAll(more);
        instances =
                Stream.of("A", "B")
                        .map(name ->
                                new ServiceProcess(folder.resolve(name))
                                        .with(properties)
                                        .onOnePort())
                        .toList();
    }

    private Map<String, String> properties(Path folder) {
        Map<String, String> properties = new HashMap<>();
        properties.put("datasources.default.url", jdbcUrl());
        properties.put("pryzma.ledger.addresses", String.join(",", cluster().addresses()));
        properties.put(
                "pryzma.ledger.cluster-id", givenLedger == null ? "0" : givenLedger.clusterId());
        // A token of one instance, and a cursor, are good at the other.
        properties.put(
                "pryzma.security.signing-key-file", folder.resolve("signing-key.jwk").toString());
        properties.put("pryzma.demo.enabled", "true");
        return properties;
    }

    /** Starts both instances at once, on whatever they find. */
    public void start() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(
                            instances.stream()
                                    .map(it ->
                                            CompletableFuture.runAsync(it::startInTheEnd, threads))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** Waits until both instances answer and reach the ledger. */
    public void awaitWell() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> instances.stream().allMatch(ServiceProcess::isWell));
    }

    public ServiceProcess a() {
        return instances.getFirst();
    }

    public ServiceProcess b() {
        return instances.getLast();
    }

    public List<ServiceProcess> instances() {
        return instances;
    }

    /** As a balancer sends requests: to each instance in turn, whether it runs or not. */
    public Supplier<ServiceClient> balanced() {
        AtomicInteger turn = new AtomicInteger();
        return () ->
                instances.get(Math.floorMod(turn.getAndIncrement(), instances.size())).client();
    }

    /** A token of the demo organisation, from instance A. */
    public String token() {
        return DemoCredential.of(a().dataFolder()).token(a().client());
    }

    /** The Postgres that is ours to restart, if it is. */
    public Optional<PostgresProcess> postgres() {
        return Optional.ofNullable(postgres);
    }

    /** The ledger that is ours to kill, if it is. */
    public Optional<LedgerProcess> ledger() {
        return Optional.ofNullable(ledger);
    }

    /** Where the ledger is. */
    public ClusterEndpoints cluster() {
        if (ledger != null) {
            return new ClusterEndpoints(LedgerId.NONE, List.of(ledger.address()));
        }
        TestLedger given = Optional.ofNullable(givenLedger).orElseThrow();
        BigInteger id = new BigInteger(given.clusterId());
        return new ClusterEndpoints(
                new LedgerId(id.shiftRight(64).longValue(), id.longValue()), given.addresses());
    }

    /** What the processes that are ours have printed, for those who have to find out. */
    public String printed() {
        StringBuilder all = new StringBuilder();
        instances.forEach(it -> all.append("Instance " + it + ":\n" + it.output() + "\n"));
        postgres().ifPresent(it -> all.append("Postgres:\n" + it.logged() + "\n"));
        ledger().ifPresent(it -> all.append("Ledger:\n" + it.printed() + "\n"));
        return all.toString();
    }

    private String jdbcUrl() {
        return postgres == null
                ? String.valueOf(
                        Optional.ofNullable(givenPostgres)
                                .orElseThrow()
                                .properties()
                                .get("datasources.default.url"))
                : postgres.url();
    }

    /** Runs one statement in Postgres, past the service, and tells how many rows it changed. */
    public int sql(String sql, Object... parameters) {
        return Sql.run(jdbcUrl(), sql, parameters);
    }

    /** The number that one query answers. */
    public long count(String sql, Object... parameters) {
        return Sql.number(jdbcUrl(), sql, parameters);
    }

    @Override
    public void close() {
        instances.forEach(ServiceProcess::close);
        if (ledger != null) {
            ledger.close();
        }
        if (givenLedger != null) {
            givenLedger.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (givenPostgres != null) {
            givenPostgres.close();
        }
    }
}
