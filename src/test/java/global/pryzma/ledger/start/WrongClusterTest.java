package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.process.LedgerProcess;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * A cluster id that is not the cluster's: nobody answers, and an operator is told why that may be.
 */
class WrongClusterTest {
    @Test
    void itStartsAndSaysWhatTheSilenceMayMean(@TempDir Path folder) {
        try (LedgerProcess ledger = new LedgerProcess(folder.resolve("ledger"));
                ServiceProcess service = new ServiceProcess(folder.resolve("service"))) {
            service.with("pryzma.ledger.addresses", ledger.address())
                    .with("pryzma.ledger.cluster-id", "7")
                    .start();
            assertThat(service.output())
                    .contains("it may be another cluster than pryzma.ledger.cluster-id says");
            assertThat(service.client().get("/health").body())
                    .contains("another cluster than pryzma.ledger.cluster-id says");
        }
    }
}
