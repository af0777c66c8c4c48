package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Folders;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** Two runs of the tests on one machine. */
class SideBySideTest {
    @Test
    void oneLeavesTheOthersFoldersAlone() {
        Path ours = Folders.temporary();
        try {
            System.gc(); // What keeps the folders must not be garbage.
            Run other =
                    Run.of(
                            new ProcessBuilder(
                                    JavaCommand.quickest()
                                            .running(AnotherTestRun.class.getName(), List.of())),
                            ours.resolve("other.log"));
            assertThat(other.awaitExit()).as(other.printed()).isZero();
            assertThat(ours).isDirectory();
        } finally {
            Folders.delete(ours);
        }
    }
}
