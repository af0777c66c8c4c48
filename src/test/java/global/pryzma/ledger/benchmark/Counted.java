package global.pryzma.ledger.benchmark;

import java.util.function.Supplier;

/**
 * A load, and what its requests have cost.
 *
 * @param used since its warm-up
 */
record Counted(Measured measured, Statistics used) {
    static Counted load(
            Installation installation, Extent extent, int inFlight, Supplier<Shot> shots)
            throws Exception {
        Statistics[] before = new Statistics[1];
        Measured measured =
                Load.run(
                        installation.uri(),
                        inFlight,
                        extent.warmUp(),
                        extent.time(),
                        shots,
                        () -> before[0] = Statistics.take(installation));
        return new Counted(measured, Statistics.take(installation).since(before[0]));
    }

    /** What a request has cost. */
    String perRequest() {
        return used.per(measured);
    }
}
