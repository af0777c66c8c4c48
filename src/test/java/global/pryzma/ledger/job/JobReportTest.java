package global.pryzma.ledger.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A report goes from run to run. */
class JobReportTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(3);
    private static final Duration LONG = Duration.ofMillis(900);

    private final JobReport waiting = JobReport.beforeTheFirstRun("purge");

    @Test
    void beforeTheFirstRunThereIsNothingToSay() {
        assertThat(waiting).isEqualTo(new JobReport("purge", null, null, null, 0, null));
        assertThat(waiting.state()).isEqualTo(JobState.WAITING);
    }

    @Test
    void itIsWaitingUntilARunHasEnded() {
        JobReport begun = waiting.begun(NOW);
        assertThat(begun).isEqualTo(new JobReport("purge", NOW, null, null, 0, null));
        assertThat(begun.state()).isEqualTo(JobState.WAITING);
    }

    @Test
    void aRunThatDidItsWork() {
        JobReport ok = waiting.begun(NOW).succeeded(NOW.plus(SHORT), SHORT);
        assertThat(ok).isEqualTo(new JobReport("purge", NOW, NOW.plus(SHORT), SHORT, 0, null));
        assertThat(ok.state()).isEqualTo(JobState.OK);
    }

    @Test
    void failuresAreCountedUntilARunDoesItsWork() {
        Instant success = NOW.plus(SHORT);
        JobReport ok = waiting.begun(NOW).succeeded(success, SHORT);
        JobReport failed =
                ok.begun(NOW.plusSeconds(5))
                        .failed(new IllegalStateException("a secret"), SHORT)
                        .begun(NOW.plusSeconds(10))
                        .failed(new OutOfMemoryError("a secret"), LONG);
        assertThat(failed)
                .isEqualTo(
                        new JobReport(
                                "purge",
                                NOW.plusSeconds(10),
                                success,
                                LONG,
                                2,
                                "OutOfMemoryError"));
        assertThat(failed.state()).isEqualTo(JobState.FAILING);
        assertThat(failed.begun(NOW.plusSeconds(15)).state())
                .as("the run under way may fail as well")
                .isEqualTo(JobState.FAILING);

        JobReport again = failed.begun(NOW.plusSeconds(15)).succeeded(NOW.plusSeconds(16), SHORT);
        assertThat(again.failures()).isZero();
        assertThat(again.error()).isNull();
        assertThat(again.state()).isEqualTo(JobState.OK);
    }

    @Test
    void ofAFaultItTellsTheClassOfItsCauseAlone() {
        SQLException cause = new SQLException("relation \"claim_scan\" does not exist");
        RuntimeException fault = new IllegalStateException("key 7", new RuntimeException(cause));
        assertThat(waiting.failed(fault, SHORT).error()).isEqualTo("SQLException");
        assertThat(waiting.failed(fault, SHORT).toString()).doesNotContain("claim_scan", "key 7");
    }

    @Test
    void causesThatGoRoundInACircleHaveAnEnd() {
        RuntimeException first = new IllegalStateException();
        first.initCause(new IllegalArgumentException(first));
        assertThat(waiting.failed(first, SHORT).error()).startsWith("Illegal");
    }

    @Test
    void failuresHaveAnError() {
        assertThatThrownBy(() -> new JobReport("purge", null, null, null, 1, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JobReport("purge", null, null, null, 0, "Error"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
