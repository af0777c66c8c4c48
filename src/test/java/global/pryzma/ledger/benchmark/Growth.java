package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.Sql;

import java.sql.SQLException;

/** What a recorded transfer takes in Postgres, index and all, while nothing is purged. */
final class Growth {
    private static final int IN_FLIGHT = 64;
    private static final double BYTES_AT_MOST = 600;

    private final Installation installation;
    private final Extent extent;
    private final Report report;

    Growth(Installation installation, Extent extent, Report report) {
        this.installation = installation;
        this.extent = extent;
        this.report = report;
    }

    void run() throws Exception {
        report.atMost(BYTES_AT_MOST, load("after a run"), "bytes of a recorded transfer");
        Sql.run(installation.url(), "VACUUM ANALYZE");
        report.atMost(
                BYTES_AT_MOST, load("after a VACUUM and a run"), "bytes of a recorded transfer");
    }

    private double load(String when) throws Exception {
        TableSizes before = sizes();
        LoadRequests requests = installation.requests();
        Measured measured =
                Load.run(
                        installation.uri(),
                        IN_FLIGHT,
                        extent.warmUp(),
                        extent.time(),
                        requests::anywhere,
                        () -> {});
        TableSizes growth = sizes().since(before);
        long paid = Math.max(1, requests.paid());
        report.line(
                "size: %s of %,d transfers, %.0f/s: %.0f bytes each (%s)",
                when,
                paid,
                measured.perSecond(),
                growth.total() / (double) paid,
                growth.each(paid));
        return growth.total() / (double) paid;
    }

    private TableSizes sizes() throws SQLException {
        return TableSizes.take(installation.url());
    }
}
