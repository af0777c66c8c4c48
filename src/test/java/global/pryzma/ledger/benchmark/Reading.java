package global.pryzma.ledger.benchmark;

import org.HdrHistogram.Histogram;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Everything that can be read, fifty requests a second in turn, beside half of the most transfers
 * that there can be, with little and with very much stored; and a statement of very many entries.
 */
final class Reading {
    private static final int IN_FLIGHT = 64;
    private static final double READS_PER_SECOND = 50;
    private static final double MILLIS_AT_MOST = 50;
    private static final double ENTRIES_PER_SECOND = 50_000;
    private static final int ENTRIES = 100_000;

    /** Of which the currency is one that camt.053 knows. */
    private static final int ITS_GROUP = 7;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final Map<String, String> FORMS =
            Map.of(
                    "JSON", "application/json",
                    "CSV", "text/csv",
                    "HTML", "text/html",
                    "camt.053", "application/xml");

    private final Installation installation;
    private final Extent extent;
    private final Report report;

    Reading(Installation installation, Extent extent, Report report) {
        this.installation = installation;
        this.extent = extent;
        this.report = report;
    }

    void run(Filling filling) throws Exception {
        FilledBooks filled = Filler.fill(installation, filling, report);
        List<Question> questions = Questions.of(filled, installation.books());
        // Whatever is wrong with one of them is seen at once.
        questions.forEach(question -> installation.books().get(question.path().get()));
        try (OpenLoop reads = new OpenLoop(installation.uri(), installation.books().token())) {
            beside(reads, questions, filling);
            if (!filling.isNextToNothing() || extent.filling().isNextToNothing()) {
                statements(reads, filled);
            }
        }
    }

    private void beside(OpenLoop reads, List<Question> questions, Filling filling)
            throws Exception {
        LoadRequests requests = installation.requests();
        Counted most = Counted.load(installation, extent, IN_FLIGHT, requests::anywhere);
        report.line(
                "with %,d transfers and %,d accounts stored: transfers alone %s",
                filling.transfers(), filling.accounts(), most.measured());
        report.line("       %s", most.perRequest());
        Duration time = extent.time().multipliedBy(extent.runs());
        Map<String, Histogram> latencies;
        try (Load load =
                        Load.startAt(
                                most.measured().perSecond() / 2,
                                installation.uri(),
                                IN_FLIGHT,
                                requests::anywhere);
                ForcedWrites writes = ForcedWrites.start(installation, READS_PER_SECOND)) {
            Statistics before = Statistics.take(installation);
            latencies = reads.run(questions, READS_PER_SECOND, extent.warmUp(), time);
            Measured beside = load.meter().look();
            report.line("beside them, a block forced to the disk %s", writes.look());
            report.line(
                    "beside reads, of which %d were refused: transfers %s",
                    reads.refused(), beside);
            report.line("       %s", Statistics.take(installation).since(before).per(beside));
        }
        judge(questions, latencies, filling);
    }

    private void judge(
            List<Question> questions, Map<String, Histogram> latencies, Filling filling) {
        Map<String, Histogram> groups = new LinkedHashMap<>();
        for (Question question : questions) {
            Histogram its = Objects.requireNonNull(latencies.get(question.kind()));
            groups.computeIfAbsent(question.group(), _ -> new Histogram(OpenLoop.DIGITS)).add(its);
            report.line("          %-34s %s", question.kind(), text(its));
        }
        groups.forEach((group, its) -> {
            report.line("          %-34s %s", group + ", all", text(its));
            report.atMost(
                    MILLIS_AT_MOST,
                    millis(its, 99),
                    "%,d stored, p99 of %s, in ms".formatted(filling.transfers(), group));
        });
    }

    private static String text(Histogram latencies) {
        return String.format(
                Locale.ROOT,
                "%5d  p50 %7.2f  p99 %7.2f  worst %7.2f ms",
                latencies.getTotalCount(),
                millis(latencies, 50),
                millis(latencies, 99),
                millis(latencies, 100));
    }

    private static double millis(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** Of a busy account, from its beginning on. */
    private void statements(OpenLoop reads, FilledBooks filled) throws InterruptedException {
        int transfers = filled.filling().transfers();
        long end = filled.funding() + (long) ENTRIES * FilledBooks.TRANSFERS_OF_AN_ENTRY;
        String path =
                "/v1/accounts/%s/statement?to=%s"
                        .formatted(
                                filled.account(filled.busy(ITS_GROUP)),
                                URLEncoder.encode(
                                        Questions.timeOf(
                                                filled,
                                                installation.books(),
                                                (int) Math.min(transfers - 1, end)),
                                        StandardCharsets.UTF_8));
        // A line for each, and two around them.
        long entries = reads.lines(path, "application/json") - 2;
        for (Map.Entry<String, String> form : FORMS.entrySet()) {
            reads.lines(path, form.getValue());
            double best = 0;
            for (int run = 0; run < extent.runs(); run++) {
                long began = System.nanoTime();
                reads.lines(path, form.getValue());
                long nanos = System.nanoTime() - began;
                best = Math.max(best, entries * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
            }
            report.atLeast(
                    ENTRIES_PER_SECOND,
                    best,
                    "entries a second of a statement of %,d as %s"
                            .formatted(entries, form.getKey()));
        }
    }
}
