package global.pryzma.ledger.benchmark;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Transfers for a long time, on a new database with a retention of two minutes: as much is purged
 * as is recorded, and what Postgres has is compared with what of it is live.
 */
final class Soak {
    private static final int IN_FLIGHT = 64;
    private static final int RETENTION_MINUTES = 2;
    private static final double SIZE_OF_LIVE = 2;
    private static final double MEGABYTE = 1e6;

    /** Of the tables that are compared; smaller ones are of no account. */
    private static final long FROM_BYTES = 1_000_000;

    private final Extent extent;
    private final Report report;

    Soak(Extent extent, Report report) {
        this.extent = extent;
        this.report = report;
    }

    void run() throws Exception {
        Duration retention = extent.minute().multipliedBy(RETENTION_MINUTES);
        double largest = 0;
        try (Installation installation =
                        Installation.asANewcomers(extent.java(), retention, extent.accounts());
                Load load =
                        Load.start(
                                installation.uri(), IN_FLIGHT, installation.requests()::anywhere)) {
            for (int minute = 1; minute <= extent.soakMinutes(); minute++) {
                Measured measured = load.meter().measure(Duration.ZERO, extent.minute(), () -> {});
                double ratio = sizes(installation, minute, measured);
                // Before the purge has begun, and before its first rows are gone, nothing is
                // reused.
                if (minute > RETENTION_MINUTES) {
                    largest = Math.max(largest, ratio);
                }
            }
        }
        report.atMost(SIZE_OF_LIVE, largest, "soak, tables against what is live of them");
    }

    private double sizes(Installation installation, int minute, Measured measured)
            throws SQLException {
        double bytes = 0;
        double live = 0;
        long rows = 0;
        for (Map.Entry<String, Long> table :
                TableSizes.take(installation.url()).bytes().entrySet()) {
            if (table.getValue() > FROM_BYTES) {
                TableSizes.Live itsLive = TableSizes.Live.of(installation.url(), table.getKey());
                bytes += table.getValue();
                rows = Math.max(rows, itsLive.rows());
                live += itsLive.rows() * itsLive.bytesOfARow();
            }
        }
        double ratio = bytes / Math.max(1, live);
        report.line(
                "soak: %3d min  %s  %,d live rows, %.0f MB, of which live %.0f MB: %.2f times",
                minute, measured, rows, bytes / MEGABYTE, live / MEGABYTE, ratio);
        return ratio;
    }
}
