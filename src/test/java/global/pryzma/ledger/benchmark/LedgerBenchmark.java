package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.TestLedger;
import global.pryzma.ledger.testing.TestPostgres;

import java.sql.SQLException;
import java.time.Duration;

/**
 * How fast the service is, with everything durable, and whether that is as fast as it is to be; no
 * test. Its parts are those of {@link Part}; see README.md beside it.
 */
final class LedgerBenchmark {
    /** So that the purge is at work in each load. */
    private static final Duration SHORT_RETENTION = Duration.ofSeconds(30);

    private static final Duration RETENTION = Duration.ofHours(24);

    private final Extent extent;
    private final Report report;

    private LedgerBenchmark(Extent extent, Report report) {
        this.extent = extent;
        this.report = report;
    }

    public static void main(String[] args) throws Exception {
        run(Extent.ofEnvironment(), new Report(System.out));
    }

    static void run(Extent extent, Report report) throws Exception {
        new LedgerBenchmark(extent, report).run();
    }

    private void run() throws Exception {
        report.line(
                "%d processors, %s ledger, %s Postgres, %d accounts, %,d stored keys and transfers,"
                        + " %.1f s for each load after %.1f s of warm-up",
                Runtime.getRuntime().availableProcessors(),
                TestLedger.givenDirectly().isPresent() ? "a given" : "the embedded",
                TestPostgres.isGiven() ? "a given" : "the embedded",
                extent.accounts(),
                extent.stored(),
                extent.time().toMillis() / 1e3,
                extent.warmUp().toMillis() / 1e3);
        report.line(
                "a block forced to the disk, alone %s", ForcedWrites.alone(Duration.ofSeconds(1)));
        if (extent.has(Part.FIRST_MINUTE)) {
            new FirstMinute(extent, report).run();
        }
        if (extent.has(Part.FLOOR, Part.SWEEP, Part.PEER)) {
            try (Installation installation = prepared(SHORT_RETENTION)) {
                sweep(installation);
            }
        }
        if (extent.has(Part.REPLAYS, Part.PROGRAMS, Part.WORDS, Part.SIZE)) {
            try (Installation installation = prepared(RETENTION)) {
                otherRequests(installation);
            }
        }
        if (extent.has(Part.BATCHES)) {
            batches();
        }
        if (extent.has(Part.READING)) {
            if (!extent.filling().isNextToNothing()) {
                reading(Filling.NEXT_TO_NOTHING);
            }
            reading(extent.filling());
        }
        if (extent.has(Part.SOAK)) {
            new Soak(extent, report).run();
        }
    }

    /**
     * With what is stored, of which the purge takes what is a day old; else it takes the load's.
     */
    private Installation prepared(Duration retention) throws SQLException {
        Installation installation =
                Installation.counted(
                        extent.java(),
                        extent.stored() > 0 ? RETENTION : retention,
                        extent.accounts());
        try {
            if (extent.stored() > 0) {
                Stored.fill(installation.url(), extent.stored());
                try (RawLedger ledger =
                        new RawLedger(installation.cluster(), installation.accounts())) {
                    ledger.store(extent.stored());
                }
            }
            return installation;
        } catch (Throwable e) {
            installation.close();
            throw e;
        }
    }

    private void sweep(Installation installation) throws Exception {
        Floor floor = new Floor(installation, extent, report);
        Sweep sweep = new Sweep(installation, extent, report);
        try (SqlPeer peer = new SqlPeer(installation.url(), extent.accounts())) {
            for (int run = 1; run <= extent.runs(); run++) {
                if (extent.has(Part.FLOOR)) {
                    floor.run();
                }
                sweep.run(run, peer);
            }
        }
        if (extent.has(Part.FLOOR)) {
            floor.judge();
        }
        sweep.judge();
    }

    /**
     * Each on a ledger of its own: the embedded one keeps millions of transfers a minute in the
     * service's heap, and the less room is left there, the more often its collector pauses.
     */
    private void batches() throws Exception {
        Medians medians = new Medians();
        for (int run = 1; run <= extent.runs(); run++) {
            try (Installation installation = prepared(RETENTION)) {
                new Batches(installation, extent, report, medians).throughput(run);
            }
            try (Installation installation = prepared(RETENTION)) {
                new Batches(installation, extent, report, medians).others(run);
            }
        }
        Batches.judge(medians, report);
    }

    private void reading(Filling filling) throws Exception {
        try (Installation installation =
                Installation.large(extent.java(), RETENTION, extent.accounts(), filling.folder())) {
            new Reading(installation, extent, report).run(filling);
        }
    }

    private void otherRequests(Installation installation) throws Exception {
        if (extent.has(Part.REPLAYS, Part.PROGRAMS, Part.WORDS)) {
            OtherRequests others = new OtherRequests(installation, extent, report);
            for (int run = 1; run <= extent.runs(); run++) {
                others.run(run);
            }
            others.judge();
        }
        if (extent.has(Part.SIZE)) {
            new Growth(installation, extent, report).run();
        }
    }
}
