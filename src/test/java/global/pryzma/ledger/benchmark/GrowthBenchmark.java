package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.benchmark.JobSteps.Cost;
import global.pryzma.ledger.benchmark.Stored.Fate;
import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.TestProperties;

import io.micronaut.context.BeanContext;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What the background jobs cost with nothing stored and with very much, and how fast they settle
 * what an outage has left. See README.md beside it.
 */
final class GrowthBenchmark {
    private static final Duration RETENTION = Duration.ofHours(1);

    private final ServiceUnderTest service;

    private GrowthBenchmark(ServiceUnderTest service) {
        this.service = service;
    }

    public static void main(String[] args) throws Exception {
        int stored = setting("GROWTH_STORED", 10_000_000);
        int inDoubt = setting("GROWTH_IN_DOUBT", 3_000_000);
        try (ServiceUnderTest service =
                ServiceUnderTest.start(
                        TestProperties.patient(
                                Map.of(
                                        "pryzma.idempotency.purge-interval", "1h",
                                        "pryzma.sweep.interval", "1h")))) {
            StoredClaims.keep(Sql.url(service));
            Books books = Books.open(service.client(), service.folder());
            books.transfer(UUID.randomUUID(), books.settlement(), books.account("consumer"), 1);
            StoredClaims.keepNoMore(Sql.url(service));
            new GrowthBenchmark(service).run(stored, inDoubt);
        }
    }

    private void run(int stored, int inDoubt) throws SQLException {
        String url = Sql.url(service);
        Stored.fill(url, 2 * JobSteps.ROWS);
        Stored.inDoubt(url, 2 * JobSteps.KEYS, Fate.EXECUTED, "1 minute", "-1 second");
        print("with next to nothing");
        Stored.fill(url, stored);
        print("with %,d recorded".formatted(stored));
        settle("in the ledger", inDoubt, Fate.EXECUTED, "1 minute");
        settle("not in the ledger, and younger than a day", inDoubt, Fate.NEVER_SEEN, "1 minute");
        settle("not in the ledger, and older than a day", inDoubt, Fate.NEVER_SEEN, "25 hours");
    }

    private void settle(String what, int keys, Fate fate, String age) throws SQLException {
        Stored.inDoubt(Sql.url(service), keys, fate, age, "-1 second");
        print("with %,d more in doubt, %s".formatted(keys, what));
        Job resolver = job(service, "resolver");
        long began = System.nanoTime();
        resolver.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d keys %s: %.0f s, %,.0f/s; %,d are still due%n",
                keys,
                what,
                seconds,
                keys / seconds,
                Sql.number(service, "SELECT count(*) FROM key_in_doubt WHERE due_at <= now()"));
    }

    private void print(String when) throws SQLException {
        JobSteps.costs(service, RETENTION); // pages are read from the disk first
        for (Map.Entry<String, Cost> step : JobSteps.costs(service, RETENTION).entrySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s: %,d rows read, %.1f ms%n",
                    when,
                    step.getKey(),
                    step.getValue().rows(),
                    step.getValue().time().toNanos() / 1e6);
        }
    }

    /** The job of this name. */
    static Job job(ServiceUnderTest service, String name) {
        return service.bean(BeanContext.class).getBeansOfType(Job.class).stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int setting(String name, int otherwise) {
        return Integer.parseInt(System.getenv().getOrDefault(name, Integer.toString(otherwise)));
    }
}
