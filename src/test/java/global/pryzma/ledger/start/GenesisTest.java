package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Folders;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Postgres is served with the ledger that its books are in, and with no other. */
class GenesisTest {
    @Test
    void refusesALedgerThatHasLostItsData(@TempDir Path folder) throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).start()) {
            service.terminate();
            Path ledger = service.dataFolder().resolve("ledger");
            Files.move(ledger, folder.resolve("lost"));
            service.launch();
            // Where the first contact takes too long, it is refused then and not at the start.
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            !service.process().isAlive()
                                    || service.output().contains("WRONG LEDGER"));
            if (service.isReady()) {
                service.terminate();
            } else {
                assertThat(service.awaitExit()).isEqualTo(1);
                assertThat(service.output())
                        .contains("Not started: The ledger that answers is not the one")
                        .doesNotContain("\tat ");
            }
            Folders.delete(ledger);
            Files.move(folder.resolve("lost"), ledger);
            service.start();
            assertThat(service.client().get("/health").body())
                    .contains("\"status\":\"available\",\"embedded\":true");
        }
    }
}
