package global.pryzma.ledger.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transfer cannot but cost when it is alone: an authenticated request that does nothing, two
 * commits of one row each, and one transfer through the native client, on the same service,
 * Postgres and ledger; and what ours takes.
 */
final class Floor {
    private static final double AT_MOST = 1.4;

    private final Installation installation;
    private final Extent extent;
    private final Report report;
    private final List<Double> ratios = new ArrayList<>();

    Floor(Installation installation, Extent extent, Report report) {
        this.installation = installation;
        this.extent = extent;
        this.report = report;
    }

    void run() throws Exception {
        Duration warmUp = extent.warmUp();
        Duration time = extent.time();
        LoadRequests requests = installation.requests();
        Measured nothing =
                Load.run(installation.uri(), 1, warmUp, time, requests::nothing, () -> {});
        RawCommits commits = RawCommits.measure(installation.url(), warmUp, time);
        Measured transfer;
        try (RawLedger ledger = new RawLedger(installation.cluster(), installation.accounts())) {
            transfer = ledger.singles(warmUp, time);
        }
        Measured ours = Load.run(installation.uri(), 1, warmUp, time, requests::anywhere, () -> {});
        print("a request for nothing", nothing);
        print("a raw insert", commits.insert());
        print("a raw update", commits.update());
        print("a raw transfer", transfer);
        print("a transfer of ours", ours);
        double floor =
                nothing.p50() + commits.insert().p50() + commits.update().p50() + transfer.p50();
        ratios.add(ours.p50() / floor);
        report.line(
                "floor: the first four together %.3f ms, ours %.3f ms, %.2f times as much",
                floor, ours.p50(), ours.p50() / floor);
    }

    private void print(String what, Measured measured) {
        report.line("floor: %-22s  %s", what, measured);
    }

    void judge() {
        report.atMost(AT_MOST, Medians.of(ratios), "one in flight, p50 against the floor");
    }
}
