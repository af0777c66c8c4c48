package global.pryzma.ledger.benchmark;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.embedded.ReadyPostgres;
import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Folders;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestLedger;
import global.pryzma.ledger.testing.TestPostgres;
import global.pryzma.ledger.testing.process.JavaCommand;
import global.pryzma.ledger.testing.process.Postmaster;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A service in a process of its own, with everything durable, on a database that is made for it:
 * its Postgres and its ledger are the embedded ones, or those that the environment names.
 */
final class Installation implements AutoCloseable {
    private static final String POSTGRES_URL = "datasources.default.url";
    private static final long FUNDS = 1_000_000_000;
    private static final String COUNTING = "shared_preload_libraries = 'pg_stat_statements'\n";
    private static final String OFTEN =
            """
            autovacuum_naptime = '10s'
            checkpoint_timeout = '30s'
            """;

    private final Path folder;
    private final boolean isKept;
    private final @Nullable TestPostgres postgres = TestPostgres.given().orElse(null);
    private final ServiceProcess service;
    private final List<UUID> accounts = new ArrayList<>();
    private @Nullable Books books;

    private Installation(JavaCommand java, Duration retention, @Nullable Path kept) {
        folder = kept == null ? Folders.temporaryOnDisk() : kept;
        isKept = kept != null;
        service =
                new ServiceProcess(folder, java)
                        .with(BenchmarkController.ENABLED, "true")
                        .with("pryzma.demo.enabled", "true")
                        // One token for all that is measured.
                        .with("pryzma.security.token-lifetime", "24h")
                        .with("pryzma.rate.credential-per-second", "1000000")
                        .with("pryzma.rate.organisation-per-second", "1000000")
                        .with("pryzma.limits.programs", "100000")
                        .with("pryzma.idempotency.replays-kept", "1m") // as a newcomer's
                        .with("pryzma.idempotency.retention", retention.toMillis() + "ms")
                        .with(
                                TestLedger.givenDirectly()
                                        .orElse(Map.of("pryzma.ledger.embedded", "true")));
        if (postgres != null) {
            service.with(postgres.properties());
        }
        if (TestLedger.givenDirectly().isPresent()) {
            // What the others have there would be reported as nobody's.
            service.with("pryzma.sweep.interval", "1h");
        }
    }

    /** As a newcomer's: nothing is there, and nothing is set. */
    static Installation asANewcomers(JavaCommand java, Duration retention, int accounts) {
        Installation installation = new Installation(java, retention, null);
        installation.service.onNothing();
        installation.start(accounts);
        return installation;
    }

    /**
     * With a Postgres that counts statements, has connections for a {@link SqlPeer}, and in which
     * all that happens from time to time does so within each load; a given one stays as it is.
     */
    static Installation counted(JavaCommand java, Duration retention, int accounts) {
        return started(java, retention, accounts, null, COUNTING + OFTEN);
    }

    /**
     * With a Postgres that counts statements, on what is in a folder already, and stays there. Its
     * checkpoints come as a newcomer's do: each has every page that is changed after it written
     * twice, and of a large index a page is changed for each row.
     *
     * @param kept null for one that is deleted
     */
    static Installation large(
            JavaCommand java, Duration retention, int accounts, @Nullable Path kept) {
        return started(java, retention, accounts, kept, COUNTING);
    }

    private static Installation started(
            JavaCommand java,
            Duration retention,
            int accounts,
            @Nullable Path kept,
            String settings) {
        Installation installation = new Installation(java, retention, kept);
        installation.service.with("pryzma.idempotency.purge-interval", "5s");
        if (installation.postgres == null && !Files.exists(installation.service.dataFolder())) {
            installation.prepare(settings);
        }
        installation.start(accounts);
        if (installation.postgres == null) {
            installation.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
        return installation;
    }

    private void start(int accounts) {
        try {
            service.startInTheEnd(); // a machine may be so busy that Postgres is late
            open(accounts);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private void prepare(String settings) {
        ReadyPostgres.copyInto(service.dataFolder());
        Path file = service.dataFolder().resolve("postgres/postgresql.auto.conf");
        try {
            Files.writeString(file, settings, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(int number) {
        if (TestLedger.givenDirectly().isPresent()) {
            execute(
                    "ALTER SEQUENCE ledger_number_sequence RESTART WITH "
                            + TestLedger.Numbers.someBlock().first());
        }
        books = Books.open(service.client(), service.dataFolder());
        for (int i = 0; i < number; i++) {
            accounts.add(books.funded(FUNDS));
        }
    }

    private void execute(String statement) {
        Sql.run(url(), statement);
    }

    /** Those of the organisation whose tokens the loads have. */
    Books books() {
        if (books == null) {
            throw new IllegalStateException("not open");
        }
        return books;
    }

    /** Where the embedded servers have their data, and everything else. */
    Path folder() {
        return folder;
    }

    URI uri() {
        return service.uri();
    }

    /** Its Postgres, with user and all. */
    String url() {
        return postgres == null
                ? service.postgresUrl()
                : postgres.properties().getOrDefault(POSTGRES_URL, "").toString();
    }

    List<UUID> accounts() {
        return accounts;
    }

    /** New ones, which know nothing of each other's answers. */
    LoadRequests requests() {
        return new LoadRequests(uri(), books().token(), accounts);
    }

    /** The same of another organisation, with so many accounts of its own. */
    LoadRequests requestsOfAnother(int number) {
        Books others = books().ofAnotherOrganisation();
        List<UUID> itsAccounts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            itsAccounts.add(others.funded(FUNDS));
        }
        return new LoadRequests(uri(), others.token(), itsAccounts);
    }

    /** What has come to the first account. */
    BigInteger posted() {
        return books().posted(accounts.getFirst());
    }

    ServiceClient client() {
        return service.client();
    }

    ClusterEndpoints cluster() {
        JsonNode cluster = ask("/v1/benchmark/cluster");
        List<String> addresses = new ArrayList<>();
        cluster.path("addresses").forEach(address -> addresses.add(address.asText()));
        UUID id = UUID.fromString(cluster.path("id").path(0).asText());
        return new ClusterEndpoints(LedgerId.of(id), addresses);
    }

    /** How many messages the ledger has committed; -1 where only itself could tell. */
    long messages() {
        return ask("/v1/benchmark/ledger").path("messages").asLong();
    }

    private JsonNode ask(String path) {
        return Books.json(service.client().get(path, books().token()).body());
    }

    ProcessHandle process() {
        return service.process().toHandle();
    }

    /** The processes of its Postgres, where it has one of its own. */
    List<ProcessHandle> postgresProcesses() {
        Optional<Postmaster> own = postgres == null ? service.postmaster() : Optional.empty();
        return own.map(Postmaster::processes).orElse(List.of());
    }

    @Override
    public void close() {
        if (isKept && service.isReady()) {
            service.terminate();
        }
        service.close();
        if (postgres != null) {
            postgres.close();
        }
        if (!isKept) {
            Folders.delete(folder);
        }
    }
}
