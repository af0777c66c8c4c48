package global.pryzma.ledger.benchmark;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The same loads at each number of requests in flight, one after the other, on one service: the
 * ceiling, transfers between all accounts, transfers to one of them, and the same transfers by the
 * {@link SqlPeer}.
 */
final class Sweep {
    private static final String NOTHING = "nothing";
    private static final String SPREAD = "spread";
    private static final String HOT = "hot";
    private static final String PEER_SPREAD = "peer spread";
    private static final String PEER_HOT = "peer hot";

    private static final Map<Integer, Double> OF_THE_CEILING = Map.of(64, 0.5, 512, 0.6);
    private static final Map<Integer, Double> OF_THE_PEER = Map.of(8, 1.0, 32, 2.0, 64, 3.5);
    private static final double HOT_OF_SPREAD = 0.9;
    private static final int TAIL_UP_TO = 64;
    private static final double TAIL = 4;
    private static final int P50_BELOW_THE_PEER = 8;

    private final Installation installation;
    private final Extent extent;
    private final Report report;
    private final Medians medians = new Medians();

    Sweep(Installation installation, Extent extent, Report report) {
        this.installation = installation;
        this.extent = extent;
        this.report = report;
    }

    void run(int run, SqlPeer peer) throws Exception {
        for (int inFlight : extent.inFlight()) {
            if (extent.has(Part.SWEEP)) {
                LoadRequests requests = installation.requests();
                load(run, NOTHING, inFlight, requests::nothing);
                load(run, SPREAD, inFlight, requests::anywhere);
                hot(run, inFlight);
            }
            if (extent.has(Part.PEER)) {
                peer(run, inFlight, peer);
            }
        }
    }

    private void hot(int run, int inFlight) throws Exception {
        LoadRequests requests = installation.requests();
        BigInteger before = installation.posted();
        Measured measured = load(run, HOT, inFlight, requests::toTheFirst);
        BigInteger moved = installation.posted().subtract(before);
        // What was refused may have been carried out.
        if (measured.refused() == 0 && !moved.equals(BigInteger.valueOf(requests.paid()))) {
            throw new IllegalStateException(
                    moved + " moved, " + requests.paid() + " were acknowledged");
        }
    }

    private Measured load(int run, String name, int inFlight, Supplier<Shot> shots)
            throws Exception {
        Counted load = Counted.load(installation, extent, inFlight, shots);
        print(run, name, inFlight, load.measured());
        report.line("       %s", load.perRequest());
        return load.measured();
    }

    private void print(int run, String name, int inFlight, Measured measured) {
        medians.add(name, inFlight, measured);
        report.line("run %d  %-11s %3d in flight  %s", run, name, inFlight, measured);
    }

    private void peer(int run, int inFlight, SqlPeer peer) throws Exception {
        int connections = peer.connections();
        if (inFlight > connections) {
            report.line(
                    "run %d  peer        %3d in flight  not measured: Postgres has %d connections"
                            + " for it",
                    run, inFlight, connections);
            return;
        }
        for (boolean hot : new boolean[] {false, true}) {
            print(
                    run,
                    hot ? PEER_HOT : PEER_SPREAD,
                    inFlight,
                    peer.run(inFlight, hot, extent.warmUp(), extent.time()));
        }
        peer.check();
    }

    void judge() {
        for (int inFlight : extent.inFlight()) {
            for (String name : new String[] {NOTHING, SPREAD, HOT, PEER_SPREAD, PEER_HOT}) {
                if (medians.has(name, inFlight)) {
                    report.line(
                            "median %-11s %3d in flight  %8.0f/s  p50 %8.3f  p95 %8.3f  p99 %8.3f"
                                    + " ms",
                            name,
                            inFlight,
                            medians.perSecond(name, inFlight),
                            medians.of(name, inFlight, Measured::p50),
                            medians.of(name, inFlight, it -> it.millisAt(95)),
                            medians.of(name, inFlight, Measured::p99));
                }
            }
        }
        for (int inFlight : extent.inFlight()) {
            if (medians.has(SPREAD, inFlight)) {
                judge(inFlight);
            }
        }
    }

    private void judge(int inFlight) {
        String at = inFlight + " in flight, ";
        double spread = medians.perSecond(SPREAD, inFlight);
        double ofTheCeiling = spread / medians.perSecond(NOTHING, inFlight);
        if (OF_THE_CEILING.containsKey(inFlight)) {
            report.atLeast(
                    OF_THE_CEILING.getOrDefault(inFlight, 0.0),
                    ofTheCeiling,
                    at + "share of the ceiling");
        } else {
            report.line("          %sshare of the ceiling: %.2f", at, ofTheCeiling);
        }
        report.atLeast(
                HOT_OF_SPREAD, medians.perSecond(HOT, inFlight) / spread, at + "hot of spread");
        if (inFlight <= TAIL_UP_TO) {
            double tail = medians.of(SPREAD, inFlight, Measured::tail);
            report.atMost(TAIL, tail, at + "p99 of p50");
        }
        if (medians.has(PEER_SPREAD, inFlight)) {
            judgeByThePeer(inFlight, at);
        }
    }

    private void judgeByThePeer(int inFlight, String at) {
        double ofThePeer =
                medians.perSecond(SPREAD, inFlight) / medians.perSecond(PEER_SPREAD, inFlight);
        double p50OfThePeer =
                medians.of(SPREAD, inFlight, Measured::p50)
                        / medians.of(PEER_SPREAD, inFlight, Measured::p50);
        if (OF_THE_PEER.containsKey(inFlight)) {
            report.atLeast(
                    OF_THE_PEER.getOrDefault(inFlight, 0.0), ofThePeer, at + "times the peer");
        } else {
            report.line("          %stimes the peer: %.2f", at, ofThePeer);
        }
        if (inFlight == P50_BELOW_THE_PEER) {
            report.atMost(1, p50OfThePeer, at + "p50 of the peer's");
        } else {
            report.line("          %sp50 of the peer's: %.2f", at, p50OfThePeer);
        }
        report.line(
                "          %shot, times the peer: %.2f",
                at, medians.perSecond(HOT, inFlight) / medians.perSecond(PEER_HOT, inFlight));
    }
}
