package global.pryzma.ledger.faults;

import global.pryzma.ledger.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A short run of the fault harness. The seed is printed; {@code -Dtest.seed=…} gives the same
 * requests and faults again, as far as a race can be repeated.
 */
class FaultHarnessTest {
    private static final FaultHarness.Extent SHORT =
            new FaultHarness.Extent(3, Duration.ofMinutes(10), 12, 1, 200, FaultHarness.UNASKED);

    @Test
    void everyAnswerIsTrueWhateverFails(@TempDir Path folder) throws Exception {
        FaultHarness.run(folder, Seed.of(FaultHarnessTest.class), SHORT);
    }
}
