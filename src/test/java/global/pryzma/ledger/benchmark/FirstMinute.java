package global.pryzma.ledger.benchmark;

import java.time.Duration;

/**
 * Transfers from the first second of a service on a database that is made for it, as a newcomer
 * sees it: compiled is nothing, and Postgres knows nothing of its tables yet.
 */
final class FirstMinute {
    private static final int IN_FLIGHT = 64;

    /** Few, so that they are there soon. */
    private static final int ACCOUNTS = 100;

    private static final int INTERVALS = 6;
    private static final int OF_THE_START = 3;
    private static final double TAIL_AT_THE_START = 8;
    private static final double TAIL_LATER = 4;
    private static final int LATER_MINUTES = 10;
    private static final double OF_THE_LAST = 0.9;

    private final Extent extent;
    private final Report report;

    FirstMinute(Extent extent, Report report) {
        this.extent = extent;
        this.report = report;
    }

    void run() throws Exception {
        int accounts = Math.min(ACCOUNTS, extent.accounts());
        Duration day = Duration.ofHours(24);
        try (Installation installation = Installation.asANewcomers(extent.java(), day, accounts);
                Load load =
                        Load.start(
                                installation.uri(), IN_FLIGHT, installation.requests()::anywhere)) {
            firstMinute(load.meter());
        }
    }

    private void firstMinute(Meter meter) throws InterruptedException {
        Duration interval = extent.minute().dividedBy(INTERVALS);
        double requests = 0;
        double worstTail = 0;
        double worstP99 = 0;
        double lastOfTheFirst = 0;
        for (int i = 0; i < INTERVALS; i++) {
            Measured measured = meter.measure(Duration.ZERO, interval, () -> {});
            print("%3d s".formatted(interval.multipliedBy(i + 1).toSeconds()), measured);
            requests += measured.requests();
            lastOfTheFirst = measured.perSecond();
            if (i < OF_THE_START) {
                worstTail = Math.max(worstTail, measured.tail());
                worstP99 = Math.max(worstP99, measured.p99());
            }
        }
        double first = requests / (extent.minute().toMillis() / 1e3);
        report.line("first minute: %.0f/s, in the first half p99 up to %.1f ms", first, worstP99);
        report.atMost(TAIL_AT_THE_START, worstTail, "p99 of p50 in the first half minute");
        Measured last = null;
        for (int minute = 2; minute <= extent.minutes(); minute++) {
            last = meter.measure(Duration.ZERO, extent.minute(), () -> {});
            print("%3d min".formatted(minute), last);
        }
        if (last != null) {
            report.line("the first minute of the last: %.2f", first / last.perSecond());
            report.atLeast(
                    OF_THE_LAST,
                    lastOfTheFirst / last.perSecond(),
                    "the end of the first minute, compiled by then, of the last minute");
            if (extent.minutes() >= LATER_MINUTES) {
                report.atMost(TAIL_LATER, last.tail(), "p99 of p50 in the last minute");
            }
        }
    }

    private void print(String until, Measured measured) {
        report.line("first minute: %s  %s  p99/p50 %.1f", until, measured, measured.tail());
    }
}
