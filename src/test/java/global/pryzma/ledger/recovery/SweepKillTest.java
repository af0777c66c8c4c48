package global.pryzma.ledger.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The service is killed in the middle of the sweep; the next start goes on from the mark. */
class SweepKillTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ACCOUNTS = 40;

    @Test
    void afterAKillTheSweepGoesOnFromItsMark(@TempDir Path folder) throws Exception {
        try (PostgresProcess postgres = new PostgresProcess(folder.resolve("server")).start();
                ServiceProcess service = new ServiceProcess(folder)) {
            service.with(postgres.properties())
                    .with("pryzma.ledger.embedded", "true")
                    .with("pryzma.demo.enabled", "true")
                    .with("pryzma.sweep.interval", "50ms")
                    .with("pryzma.sweep.delay", "0s")
                    .with("pryzma.sweep.overlap", "0s")
                    .with("pryzma.sweep.batch", "4")
                    .start();
            Books books = Books.open(service.client(), service.dataFolder());
            List<UUID> accounts = new ArrayList<>(List.of(books.settlement()));
            while (accounts.size() < ACCOUNTS) {
                accounts.add(books.account("consumer"));
            }
            books.definiteTransfer(UUID.randomUUID(), books.settlement(), accounts.getLast(), 7);

            try (Connection test = DriverManager.getConnection(postgres.url());
                    Connection inTheWay = DriverManager.getConnection(postgres.url())) {
                Sql.number(test, "SELECT 1 FROM pg_advisory_lock(" + SweepTest.LOCK + ")");
                Sql.run(test, "CREATE TABLE kept AS SELECT * FROM account");
                Sql.run(test, "TRUNCATE account");
                Sql.run(test, "UPDATE sweep SET accounts_until_nanos = 0");
                // Whoever makes this row has to wait for us.
                inTheWay.setAutoCommit(false);
                Sql.run(
                        inTheWay,
                        "INSERT INTO account SELECT * FROM kept WHERE id = '%s'"
                                .formatted(accounts.get(ACCOUNTS / 2)));
                Sql.number(test, "SELECT 1 FROM pg_advisory_unlock(" + SweepTest.LOCK + ")");
                await().atMost(SOON).until(() -> count(test) >= ACCOUNTS / 4);
                service.kill();
                assertThat(count(test)).isLessThan(ACCOUNTS);
                assertThat(Sql.number(test, "SELECT accounts_until_nanos FROM sweep")).isPositive();
                Sql.run(test, "DELETE FROM account WHERE id = '%s'".formatted(accounts.getFirst()));
            }

            service.start();
            try (Connection test = DriverManager.getConnection(postgres.url())) {
                await().atMost(SOON).until(() -> count(test) == ACCOUNTS - 1);
                await().atMost(SOON)
                        .until(() ->
                                Sql.number(
                                                test,
                                                "SELECT count(*) FROM sweep JOIN kept ON"
                                                        + " accounts_until_nanos = created_at_nanos"
                                                        + " WHERE id = '%s'"
                                                                .formatted(accounts.getLast()))
                                        == 1);
                assertThat(count(test)).as("it did not begin anew").isEqualTo(ACCOUNTS - 1);
                Sql.run(
                        test,
                        "UPDATE sweep SET accounts_until_nanos = 0, transfers_until_nanos = 0");
                await().atMost(SOON).until(() -> count(test) == ACCOUNTS);
            }
            books.use(service.client());
            assertThat(books.posted(accounts.getLast())).isEqualTo(BigInteger.valueOf(7));
            books.assertDebitsEqualCredits();
        }
    }

    private static long count(Connection connection) {
        return Sql.number(connection, "SELECT count(*) FROM account");
    }
}
