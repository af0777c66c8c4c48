package global.pryzma.ledger.benchmark;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Replays, which cost hardly more than a request for nothing; transfers with words, which leave
 * more rows than others; and programs, which are recorded as transfers are and have no ledger side.
 */
final class OtherRequests {
    private static final String NOTHING = "nothing";
    private static final String TRANSFERS = "transfers";
    private static final String REPLAYS = "replays";
    private static final String PROGRAMS = "programs";
    private static final String WORDS = "with words";
    private static final List<Integer> IN_FLIGHT = List.of(1, 64);
    private static final int ORGANISATIONS = 16;
    private static final double REPLAY_OF_NOTHING = 1.5;

    private final Installation installation;
    private final Extent extent;
    private final Report report;
    private final Medians medians = new Medians();

    OtherRequests(Installation installation, Extent extent, Report report) {
        this.installation = installation;
        this.extent = extent;
        this.report = report;
    }

    void run(int run) throws Exception {
        for (int inFlight : IN_FLIGHT) {
            LoadRequests requests = installation.requests();
            load(run, NOTHING, inFlight, requests::nothing);
            load(run, TRANSFERS, inFlight, requests::anywhere);
            if (extent.has(Part.REPLAYS)) {
                load(run, REPLAYS, inFlight, requests::again);
            }
            if (extent.has(Part.WORDS)) {
                load(run, WORDS, inFlight, requests::worded);
            }
            if (extent.has(Part.PROGRAMS)) {
                load(run, PROGRAMS, inFlight, programs());
            }
        }
    }

    /** Each load is of organisations of its own: how many programs one may have is limited. */
    private Supplier<Shot> programs() {
        List<LoadRequests> organisations =
                Stream.generate(() -> installation.requestsOfAnother(0))
                        .limit(ORGANISATIONS)
                        .toList();
        return () ->
                organisations.get(ThreadLocalRandom.current().nextInt(ORGANISATIONS)).program();
    }

    private void load(int run, String name, int inFlight, Supplier<Shot> shots) throws Exception {
        Counted load = Counted.load(installation, extent, inFlight, shots);
        medians.add(name, inFlight, load.measured());
        report.line("run %d  %-11s %3d in flight  %s", run, name, inFlight, load.measured());
        report.line("       %s", load.perRequest());
    }

    void judge() {
        for (int inFlight : IN_FLIGHT) {
            if (extent.has(Part.REPLAYS)) {
                report.atMost(
                        REPLAY_OF_NOTHING,
                        p50(REPLAYS, inFlight) / p50(NOTHING, inFlight),
                        inFlight + " in flight, p50 of a replay against nothing");
            }
            if (extent.has(Part.PROGRAMS)) {
                report.atMost(
                        1,
                        p50(PROGRAMS, inFlight) / p50(TRANSFERS, inFlight),
                        inFlight + " in flight, p50 of a program against a transfer");
            }
        }
    }

    private double p50(String name, int inFlight) {
        return medians.of(name, inFlight, Measured::p50);
    }
}
