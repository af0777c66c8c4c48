package global.pryzma.ledger.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** A short drill; it prints what it has shown. */
class RecoveryDrillTest {
    @Test
    void whatARestoredBackupLacksComesBackAndNoMoneyMoves(@TempDir Path folder) throws Exception {
        Report report = RecoveryDrill.run(folder, 28);
        System.out.println(report);
        assertThat(report.moneyMoved()).isFalse();
        assertThat(report.sameStatus()).isEqualTo(report.requests());
        assertThat(report.of("transfers").atStart()).isEqualTo(8);
        assertThat(report.of("accounts").afterSweep()).isEqualTo(12);
        assertThat(report.counts())
                .filteredOn(count -> !count.isBack())
                .extracting(Count::what)
                .as("only what the ledger never knew, and nobody can repeat")
                .containsExactly("organisations");
    }
}
