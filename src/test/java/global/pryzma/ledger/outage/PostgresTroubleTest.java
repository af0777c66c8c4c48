package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.Payments;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.process.Pause;
import global.pryzma.ledger.testing.process.PostgresProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Whatever happens to Postgres: nothing is lost, and the service recovers by itself. */
class PostgresTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** All of them for a superuser, as everybody is here. */
    private static final int CONNECTIONS = 40;

    @TempDir static Path folder;

    private static PostgresProcess postgres;
    private static ServiceUnderTest service;
    private static Books books;

    @BeforeAll
    static void start() {
        postgres =
                new PostgresProcess(folder)
                        .with("max_connections", String.valueOf(CONNECTIONS))
                        .start();
        service = ServiceUnderTest.start(postgres.properties());
        books = Books.open(service.client(), service.folder());
    }

    @AfterEach
    void itHasRecovered() {
        await().atMost(PATIENCE)
                .until(() -> books.client().get("/health/readiness").statusCode() == 200);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> books.funded(1));
        books.assertDebitsEqualCredits();
        service.assertBooksBalance();
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @Test
    void everyRequestIsAnsweredWhilePostgresHangs() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        try (Pause _ = postgres.pause()) {
            // Answered before Postgres is: it goes on only after that.
            assertUnavailable(books.transfer(key, books.settlement(), account, 5));
            assertUnavailable(books.client().get("/v1/programs", books.token()));
            assertUnavailable(books.client().get("/v1/accounts/" + account, books.token()));
            assertUnavailable(books.client().askForToken("x", "y"));
            assertUnavailable(books.client().get("/health/readiness"));
            assertThat(books.client().get("/health/liveness").statusCode()).isEqualTo(200);
        }
        becomesATransferOnce(key, account, 5);
    }

    /** Without it a connection to a server that is gone is waited for without end. */
    @Test
    void theDriverGivesUpAServerThatIsSilent() throws SQLException {
        try (Connection connection = Sql.connect(service)) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(3000);
        }
    }

    @Test
    void paymentsComeThroughAHang() throws Exception {
        try (Payments payments = Payments.begin(books, 8)) {
            payments.awaitMore(20);
            try (Pause _ = postgres.pause()) {
                await().atMost(PATIENCE).until(payments::everybodyHasWaited);
            }
            goOn(payments);
        }
    }

    @Test
    void paymentsComeThroughARestart() throws Exception {
        try (Payments payments = Payments.begin(books, 8)) {
            payments.awaitMore(20);
            postgres.restart(PostgresProcess.Shutdown.FAST);
            goOn(payments);
        }
    }

    @Test
    void paymentsComeThroughATimeWithoutPostgres() throws Exception {
        try (Payments payments = Payments.begin(books, 8)) {
            payments.awaitMore(20);
            postgres.stop(PostgresProcess.Shutdown.FAST);
            try {
                await().atMost(PATIENCE).until(payments::everybodyHasWaited);
                assertUnavailable(books.client().get("/v1/programs", books.token()));
                assertUnavailable(books.client().get("/health/readiness"));
            } finally {
                postgres.start();
            }
            goOn(payments);
        }
    }

    private static void goOn(Payments payments) throws Exception {
        payments.awaitMore(20);
        payments.finish();
        payments.check(books);
    }

    @Test
    void aFullDiskIsAnOutageOfWritesAlone() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        onClaims("RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full';");
        try {
            assertUnavailable(books.transfer(key, books.settlement(), account, 5));
            assertUnavailable(
                    books.post("/v1/programs", UUID.randomUUID(), "{\"name\":\"Wallets\"}"));
            assertThat(books.posted(account)).isEqualTo(BigInteger.ZERO);
        } finally {
            Sql.run(postgres.url(), "DROP TRIGGER trouble ON idempotency_key");
        }
        becomesATransferOnce(key, account, 5);
    }

    @Test
    void aDiskThatIsFullWhenTheMoneyHasMovedLosesNothing() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        Sql.run(
                postgres.url(),
                """
                CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.recorded_at IS NOT NULL THEN
                        RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER full_disk BEFORE UPDATE ON idempotency_key
                    FOR EACH ROW EXECUTE FUNCTION full_disk()\
                """);
        try {
            assertUnavailable(books.transfer(key, books.settlement(), account, 5));
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(5));
        } finally {
            Sql.run(postgres.url(), "DROP TRIGGER full_disk ON idempotency_key");
        }
        becomesATransferOnce(key, account, 5);
    }

    @Test
    void aDeadlockIsTriedAgainAndNobodyNotices() {
        UUID account = books.account("consumer");
        Sql.run(postgres.url(), "CREATE SEQUENCE deadlocks");
        onClaims(
                "IF nextval('deadlocks') = 1 THEN RAISE EXCEPTION 'deadlock' USING ERRCODE ="
                        + " 'deadlock_detected'; END IF;");
        try {
            assertThat(
                            books.transfer(UUID.randomUUID(), books.settlement(), account, 5)
                                    .statusCode())
                    .isEqualTo(201);
            Sql.number(
                    postgres.url(),
                    "SELECT 1 / (CASE WHEN nextval('deadlocks') > 2 THEN 1 ELSE 0 END)");
        } finally {
            Sql.run(postgres.url(), "DROP TRIGGER trouble ON idempotency_key");
            Sql.run(postgres.url(), "DROP SEQUENCE deadlocks");
        }
    }

    @Test
    void aPostgresWithoutAFreeConnectionComesBack() throws SQLException {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        List<Connection> hogs = new ArrayList<>();
        try {
            takeEveryConnection(hogs);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertUnavailable(books.transfer(key, books.settlement(), account, 5)));
            assertUnavailable(books.client().get("/v1/programs", books.token()));
        } finally {
            for (Connection hog : hogs) {
                hog.close();
            }
        }
        becomesATransferOnce(key, account, 5);
    }

    /**
     * The service's are cut off, and it gets none again. Not before all are taken: one that it is
     * just opening has no name yet.
     */
    private static void takeEveryConnection(List<Connection> hogs) throws SQLException {
        Connection first = postgres.connect();
        hogs.add(first);
        while (hogs.size() < CONNECTIONS) {
            try (var statement = first.createStatement()) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                                + " application_name = 'pryzma-ledger'");
                hogs.add(postgres.connect());
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("53300");
            }
        }
    }

    private static void onClaims(String statement) {
        Sql.run(
                postgres.url(),
                """
                CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    %s
                    RETURN NEW;
                END $$;
                CREATE TRIGGER trouble BEFORE INSERT ON idempotency_key
                    FOR EACH ROW EXECUTE FUNCTION trouble()\
                """
                        .formatted(statement));
    }

    /** A client that does what the guide says, with the key that was not answered. */
    private static void becomesATransferOnce(UUID key, UUID account, long amount) {
        GuideClient guide = new GuideClient(books::client, books.token(), 60);
        HttpResponse<String> response =
                guide.post(
                                "/v1/transfers",
                                key,
                                Books.transferJson(books.settlement(), account, amount))
                        .response();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(books.transfersOf(account)).hasSize(1));
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(amount));
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }
}
