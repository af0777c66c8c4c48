package global.pryzma.ledger.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.process.JavaCommand;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** Every part of the benchmark, for a moment: what it measures then means nothing. */
class LedgerBenchmarkTest {
    private static final Extent A_MOMENT =
            new Extent(
                    EnumSet.allOf(Part.class),
                    List.of(1, 8),
                    JavaCommand.quickest(),
                    1,
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    5,
                    20,
                    100,
                    new Filling(1_000, 100, null),
                    Duration.ofMillis(600),
                    2,
                    3);

    @Test
    void everyPartRunsAndSaysWhatItHasMeasured() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LedgerBenchmark.run(
                A_MOMENT, new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8)));

        String report = bytes.toString(StandardCharsets.UTF_8);
        assertThat(report)
                .contains(
                        "in the first half minute",
                        "one in flight, p50 against the floor",
                        "8 in flight, hot of spread",
                        "8 in flight, times the peer",
                        "64 in flight, p50 of a replay against nothing",
                        "with words   64 in flight",
                        "64 in flight, p50 of a program against a transfer",
                        "4 in flight, transfers of a batch against the raw client's",
                        "p99 of another's transfers beside batches",
                        "bytes of a recorded transfer",
                        "p99 of entries of an account",
                        "entries a second of a statement",
                        "soak, tables against what is live of them");
    }
}
