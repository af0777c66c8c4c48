package global.pryzma.ledger.crash;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Payments;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.process.Postmaster;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The whole embedded default is killed under load, several times, at random moments. The seed is
 * printed; {@code -Dtest.seed=…} gives the same run again as far as a race can be repeated.
 */
class KillUnderLoadTest {
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 16;
    private static final int ACCOUNTS = 5;

    @Test
    void noAcknowledgedTransferIsLostAndNoneIsDoubled(@TempDir Path folder) throws Exception {
        Random random = new Random(Seed.of(KillUnderLoadTest.class));
        try (ServiceProcess service = new ServiceProcess(folder).start()) {
            Books books = Books.open(service.client(), service.dataFolder());
            List<UUID> accounts = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.add(books.funded(1_000_000));
            }
            try (Payments payments =
                    Payments.among(accounts, books, books::client, CLIENTS, 0, random)) {
                for (int round = 0; round < ROUNDS; round++) {
                    payments.awaitMore(random.nextInt(CLIENTS * 20));
                    service.kill();
                    if (random.nextBoolean()) {
                        // Postgres dies too, as when the machine's memory runs out.
                        service.postmaster().ifPresent(Postmaster::killFirst);
                    }
                    service.start();
                    books.use(service.client());
                    payments.awaitMore(CLIENTS);
                }
                payments.finish();
                payments.check(books);
            }
        }
    }
}
