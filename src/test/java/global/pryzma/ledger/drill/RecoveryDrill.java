package global.pryzma.ledger.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.drill.Lost.Kind;
import global.pryzma.ledger.testing.Auditor;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.LedgerReader;
import global.pryzma.ledger.testing.process.Endings;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.PostgresProcess.Shutdown;
import global.pryzma.ledger.testing.process.Site;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;

/**
 * A restored backup of Postgres, under a ledger that has gone on: what comes back by itself, what
 * by the sweep, what by repeated requests, and what never; and that no money moves twice.
 *
 * <p>Alone: {@code mvn -q test-compile exec:exec -P drill -Drequests=2000}.
 */
final class RecoveryDrill {
    private static final Map<String, String> QUICK =
            Map.of("pryzma.sweep.interval", "500ms", "pryzma.sweep.delay", "500ms");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String NEW_ORGANISATION =
            "INSERT INTO organisation (id, name) VALUES (?, 'Founded in the lost time')";

    private final Site site;
    private final Path data;
    private final Path backup;

    private RecoveryDrill(Site site, Path folder) {
        this.site = site;
        this.data = folder.resolve("postgres").resolve("postgres");
        this.backup = folder.resolve("backup");
    }

    public static void main(String[] args) throws Exception {
        Path runs = Files.createDirectories(Path.of("target", "drill").toAbsolutePath());
        Path folder = Files.createTempDirectory(runs, "run-");
        System.out.println("Everything that it keeps is in " + folder);
        try {
            Report report = run(folder, Integer.getInteger("requests", 700));
            System.out.println(report);
            System.exit(report.moneyMoved() ? 1 : 0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /**
     * The drill, in an empty folder.
     *
     * @param requests of the lost time
     */
    static Report run(Path folder, int requests) throws Exception {
        try (Site site = Site.withLedgerOfItsOwn(folder, QUICK)) {
            site.a().start();
            return new RecoveryDrill(site, folder).run(requests);
        }
    }

    private Report run(int requests) throws Exception {
        Books books = Books.open(site.a().client(), site.a().dataFolder());
        UUID known = books.funded(1_000);
        PostgresProcess postgres = site.postgres().orElseThrow();
        postgres.stop(Shutdown.FAST);
        copy(data, backup);
        postgres.start();

        LostTime lostTime = new LostTime(books, known);
        lostTime.live(requests);
        UUID organisation = UUID.randomUUID();
        site.sql(NEW_ORGANISATION, organisation);
        List<LedgerReader.Account> before = accounts();

        site.a().kill();
        postgres.stop(Shutdown.IMMEDIATE);
        Files.move(data, data.resolveSibling("lost"));
        copy(backup, data);
        postgres.start();
        site.a().start();
        books.use(site.a().client());

        List<Look> looks = looks(lostTime, organisation);
        List<Integer> atStart = looks.stream().map(Look::now).toList();
        awaitSweep();
        List<Integer> afterSweep = looks.stream().map(Look::now).toList();
        int sameStatus = 0;
        int sameBody = 0;
        for (Lost request : lostTime.requests()) {
            HttpResponse<String> again = request.repeat(books);
            sameStatus += again.statusCode() == request.answer().statusCode() ? 1 : 0;
            sameBody += again.body().equals(request.answer().body()) ? 1 : 0;
        }
        List<Integer> afterRetries = looks.stream().map(Look::now).toList();
        assertThat(lostTime.paidThoughCancelled()).as("cancelled keys that paid").isZero();

        List<Count> counts = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            counts.add(
                    new Count(
                            looks.get(i).what(),
                            looks.get(i).lost(),
                            atStart.get(i),
                            afterSweep.get(i),
                            afterRetries.get(i)));
        }
        Auditor.assertBalanced(site.cluster());
        Set<LedgerReader.Account> after = new HashSet<>(accounts());
        return new Report(counts, requests, sameStatus, sameBody, !after.containsAll(before));
    }

    private List<Look> looks(LostTime lost, UUID organisation) {
        return List.of(
                Look.at(
                        lost,
                        "transfers",
                        RecoveryDrill::isTheTransfer,
                        Kind.TRANSFER,
                        Kind.TRANSFER_WITH_WORDS),
                Look.at(lost, "words of transfers", same("description"), Kind.TRANSFER_WITH_WORDS),
                Look.at(lost, "accounts", same("type"), Kind.ACCOUNT, Kind.NAME, Kind.FREEZE),
                Look.at(lost, "names given at the opening", same("name"), Kind.ACCOUNT),
                Look.at(lost, "names given later", same("name"), Kind.NAME),
                Look.at(lost, "frozen accounts", same("status"), Kind.FREEZE),
                Look.at(lost, "programs", same("name"), Kind.PROGRAM),
                new Look("organisations", 1, () -> organisations(organisation)));
    }

    /** What is looked for, how often it was lost, and how often it is there at the moment. */
    private record Look(String what, int lost, IntSupplier there) {
        static Look at(
                LostTime time, String what, BiPredicate<Lost, JsonNode> asItWas, Kind... kinds) {
            return new Look(what, time.of(kinds).size(), () -> time.count(asItWas, kinds));
        }

        int now() {
            return there.getAsInt();
        }
    }

    private int organisations(UUID id) {
        return (int) site.count("SELECT count(*) FROM organisation WHERE id = ?", id);
    }

    private static boolean isTheTransfer(Lost lost, JsonNode now) {
        return now.path("amount").equals(lost.body().path("amount"))
                && now.path("created_at").equals(lost.body().path("created_at"));
    }

    private static BiPredicate<Lost, JsonNode> same(String member) {
        return (lost, now) -> now.has(member) && now.path(member).equals(lost.body().path(member));
    }

    /** The sweep has reached the end of the ledger since the restart. */
    private void awaitSweep() {
        site.sql("UPDATE sweep SET finished_at = NULL");
        await().atMost(PATIENCE)
                .until(() ->
                        site.count("SELECT count(*) FROM sweep WHERE finished_at IS NOT NULL")
                                == 1);
    }

    private List<LedgerReader.Account> accounts() {
        try (LedgerReader ledger = new LedgerReader(site.cluster())) {
            return ledger.accounts();
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        Process copy =
                new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO().start();
        assertThat(Endings.await(copy)).isZero();
    }
}
