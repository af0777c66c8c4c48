package global.pryzma.ledger.instances;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Auditor;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Payments;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Both instances are stopped with SIGTERM and started again, one after the other, under load. No
 * client sees more than a 502, a 503 or a connection that is gone, and the next try is fine.
 */
class RollingRestartTest {
    private static final int CLIENTS = 8;
    private static final int BREAK_MILLIS = 200;

    /** How many answers there are before the next step, so that there is load in each. */
    private static final int ANSWERS_BETWEEN = 40;

    @TempDir private Path folder;

    @Test
    void noClientNotices() throws Exception {
        Random random = new Random(Seed.of(RollingRestartTest.class));
        try (Site site = new Site(folder)) {
            site.start();
            site.awaitWell();
            Books books = Books.open(site.a().client(), site.a().dataFolder());
            List<UUID> accounts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                accounts.add(books.account("external"));
            }
            try (Payments payments =
                    Payments.among(
                            accounts, books, site.balanced(), CLIENTS, BREAK_MILLIS, random)) {
                for (ServiceProcess instance : site.instances()) {
                    payments.awaitMore(ANSWERS_BETWEEN);
                    assertThat(instance.terminate()).as("ended by SIGTERM").isEqualTo(128 + 15);
                    payments.awaitMore(ANSWERS_BETWEEN);
                    instance.startInTheEnd();
                }
                payments.awaitMore(ANSWERS_BETWEEN);
                payments.finish();
                site.awaitWell();
                for (ServiceProcess instance : site.instances()) {
                    books.use(instance.client());
                    payments.check(books);
                }
            }
            Auditor.assertBalanced(site.cluster());
        }
    }
}
