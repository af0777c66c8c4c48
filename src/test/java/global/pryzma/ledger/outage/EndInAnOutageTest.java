package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Payments;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TcpProxy;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.PostgresProcess.Shutdown;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * SIGTERM ends a service by itself that has payments under way and no Postgres to write them to,
 * and nothing of them is lost. {@code HangingCommitTest} has the Postgres that is there and hangs.
 */
class EndInAnOutageTest {
    @TempDir Path folder;

    private PostgresProcess postgres;
    private TcpProxy wire;
    private ServiceProcess service;
    private Books books;

    @BeforeEach
    void start() {
        postgres = new PostgresProcess(folder.resolve("server")).start();
        wire = TcpProxy.to("127.0.0.1:" + postgres.port());
        service =
                new ServiceProcess(folder)
                        .with(
                                "datasources.default.url",
                                "jdbc:postgresql://%s/postgres?user=postgres"
                                        .formatted(wire.address()))
                        .with("pryzma.ledger.embedded", "true")
                        .with("pryzma.demo.enabled", "true")
                        // It must not depend on how patient the driver is.
                        .with("datasources.default.data-source-properties.socketTimeout", "0")
                        .start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterEach
    void stop() {
        service.close();
        wire.close();
        postgres.close();
    }

    @Test
    void theHostOfPostgresIsOutOfReach() throws Exception {
        endsDuring(wire::die, wire::release);
    }

    @Test
    void postgresIsNotThere() throws Exception {
        endsDuring(() -> postgres.stop(Shutdown.FAST), postgres::start);
    }

    @Test
    void theDiskOfPostgresIsFull() throws Exception {
        Sql.run(
                postgres.url(),
                """
                CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full';
                END $$\
                """);
        endsDuring(
                () ->
                        Sql.run(
                                postgres.url(),
                                "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON"
                                        + " idempotency_key FOR EACH ROW EXECUTE FUNCTION"
                                        + " full_disk()"),
                () -> Sql.run(postgres.url(), "DROP TRIGGER full_disk ON idempotency_key"));
    }

    private void endsDuring(Runnable outage, Runnable itsEnd) throws Exception {
        try (Payments payments = Payments.begin(books, 8)) {
            payments.awaitMore(20);
            outage.run();
            await().until(payments::everybodyHasWaited);
            assertThat(service.terminate()).isEqualTo(143);
            itsEnd.run();
            service.start();
            books.use(service.client());
            payments.awaitMore(20);
            payments.finish();
            payments.check(books);
        }
    }
}
