package global.pryzma.ledger.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Independent batches, without words and with two on each transfer, beside the same by the raw
 * client on the same replica; and another organisation's transfers, one by one, beside batches.
 */
final class Batches {
    private static final String RAW = "raw batches";
    private static final String PLAIN = "batches";
    private static final String WORDED = "with words";
    private static final String ALONE = "alone";
    private static final String BESIDE = "beside";

    private static final List<Integer> IN_FLIGHT = List.of(1, 4);
    private static final Map<Integer, Double> OF_THE_RAW = Map.of(1, 0.25, 4, 0.5);
    private static final List<Integer> OTHERS_IN_FLIGHT = List.of(1, 8);
    private static final int BESIDE_SO_MANY = 4;
    private static final double OF_ALONE = 3;
    private static final int OTHERS_ACCOUNTS = 100;

    /**
     * Of a load, and of its warm-up: half a million transfers a second stay in the embedded
     * ledger's heap, and one that is nearly full is slow.
     */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Installation installation;
    private final Extent extent;
    private final Report report;
    private final Medians medians;
    private final LoadRequests requests;
    private final LoadRequests others;

    /**
     * On one installation.
     *
     * @param medians get what is measured, with that of other installations
     */
    Batches(Installation installation, Extent extent, Report report, Medians medians) {
        this.installation = installation;
        this.extent = extent.withLoadsOf(LONGEST);
        this.report = report;
        this.medians = medians;
        this.requests = installation.requests();
        this.others = installation.requestsOfAnother(Math.min(OTHERS_ACCOUNTS, extent.accounts()));
    }

    /** How many transfers a second, in batches and by the raw client. */
    void throughput(int run) throws Exception {
        warmUp();
        for (int inFlight : IN_FLIGHT) {
            raw(run, inFlight);
            load(run, PLAIN, inFlight, requests.batches(extent.batch(), false));
            load(run, WORDED, inFlight, requests.batches(extent.batch(), true));
        }
    }

    /** How long another organisation's transfers take, alone and beside batches. */
    void others(int run) throws Exception {
        warmUp();
        for (int inFlight : OTHERS_IN_FLIGHT) {
            others(run, ALONE, inFlight);
        }
        BatchRequests batches = requests.batches(extent.batch(), false);
        try (Crowd crowd =
                Crowd.start(BESIDE_SO_MANY, () -> new BatchSender(installation.uri(), batches))) {
            for (int inFlight : OTHERS_IN_FLIGHT) {
                crowd.meter().look();
                others(run, BESIDE, inFlight);
                report.line("       beside %s", transfers(crowd.meter().look()));
            }
        }
    }

    /**
     * Until the compiler has seen batches for as long as a load and its warm-up: the raw client,
     * beside which they are held, has next to nothing to compile.
     */
    private void warmUp() throws Exception {
        BatchRequests batches = requests.batches(extent.batch(), false);
        var unused = crowd(BESIDE_SO_MANY, batches, () -> {});
    }

    private void raw(int run, int inFlight) throws Exception {
        try (RawLedger ledger = new RawLedger(installation.cluster(), installation.accounts())) {
            print(
                    run,
                    RAW,
                    inFlight,
                    ledger.batches(inFlight, extent.batch(), extent.warmUp(), extent.time()));
        }
    }

    private void load(int run, String name, int inFlight, BatchRequests batches) throws Exception {
        Statistics[] before = new Statistics[1];
        Measured measured =
                crowd(inFlight, batches, () -> before[0] = Statistics.take(installation));
        Statistics used = Statistics.take(installation).since(before[0]);
        print(run, name, inFlight, measured);
        report.line("       %s", used.per(measured, "transfer", extent.batch()));
    }

    private Measured crowd(int inFlight, BatchRequests batches, Runnable onStart) throws Exception {
        return Crowd.run(
                inFlight,
                () -> new BatchSender(installation.uri(), batches),
                extent.warmUp(),
                extent.time(),
                onStart);
    }

    private void print(int run, String name, int inFlight, Measured measured) {
        medians.add(name, inFlight, measured);
        report.line("run %d  %-11s %3d in flight  %s", run, name, inFlight, transfers(measured));
    }

    private String transfers(Measured measured) {
        return "%,.0f transfers/s in batches of %,d: %s"
                .formatted(measured.perSecond() * extent.batch(), extent.batch(), measured);
    }

    private void others(int run, String name, int inFlight) throws Exception {
        Measured measured =
                Load.run(
                        installation.uri(),
                        inFlight,
                        extent.warmUp(),
                        extent.time(),
                        others::anywhere,
                        () -> {});
        medians.add(name, inFlight, measured);
        report.line("run %d  another's, %-6s %3d in flight  %s", run, name, inFlight, measured);
    }

    static void judge(Medians medians, Report report) {
        for (int inFlight : IN_FLIGHT) {
            double raw = medians.perSecond(RAW, inFlight);
            report.atLeast(
                    OF_THE_RAW.getOrDefault(inFlight, 0.0),
                    medians.perSecond(PLAIN, inFlight) / raw,
                    inFlight + " in flight, transfers of a batch against the raw client's");
            report.line(
                    "          %d in flight, the same with words: %.2f",
                    inFlight, medians.perSecond(WORDED, inFlight) / raw);
        }
        for (int inFlight : OTHERS_IN_FLIGHT) {
            report.line(
                    "          %d in flight, p50 of another's transfers beside batches: %.2f times"
                            + " that alone",
                    inFlight,
                    medians.of(BESIDE, inFlight, Measured::p50)
                            / medians.of(ALONE, inFlight, Measured::p50));
            report.atMost(
                    OF_ALONE,
                    medians.of(BESIDE, inFlight, Measured::p99)
                            / medians.of(ALONE, inFlight, Measured::p99),
                    inFlight + " in flight, p99 of another's transfers beside batches, of alone");
        }
    }
}
