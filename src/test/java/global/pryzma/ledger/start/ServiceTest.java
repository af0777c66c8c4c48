package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.Postmaster;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Start, stop and restart of the service as a whole. */
class ServiceTest {
    private static final String COUNTING =
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                    + " 'SELECT count%generate_series%' AND pid <> pg_backend_pid()";

    @Test
    void answersProbesAndComesBackAfterARestart() {
        try (ServiceUnderTest service = ServiceUnderTest.start(Map.of())) {
            HttpResponse<String> liveness = service.client().get("/health/liveness");
            assertThat(liveness.statusCode()).isEqualTo(200);
            assertThat(liveness.body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
            assertThat(service.client().get("/health").body())
                    .contains("\"postgres\":{\"status\":\"up\"");
            service.restart();
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
            service.assertBooksBalance();
        }
    }

    @Test
    void finishesWhatIsUnderWayWhenItStops() throws Exception {
        ServiceUnderTest service = ServiceUnderTest.start(TestProperties.PATIENT);
        Tenant tenant = new Tenant(service);
        try (Connection connection = Sql.connectBeside(service)) {
            Sql.lock(connection, "program");
            CompletableFuture<HttpResponse<String>> request =
                    supplyAsync(() -> tenant.get("/v1/programs"));
            await().until(() -> Sql.waiting(connection) > 0);

            CompletableFuture<Void> stop = runAsync(service::stop);
            await().until(() -> !accepts(service));
            assertThat(stop).isNotDone();
            connection.rollback();
            assertThat(request.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            stop.get(60, TimeUnit.SECONDS);
        } finally {
            service.close();
        }
    }

    private static boolean accepts(ServiceUnderTest service) {
        URI uri = service.uri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void startsAfterAKillDuringTheFirstStart(@TempDir Path folder) {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing().launch()) {
            Path postgres = service.dataFolder().resolve("postgres");
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.exists(postgres.resolve("PG_VERSION")));
            service.kill();
            service.start();
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void startsAgainWhenOnlyAWorkerOfItsPostgresIsLeft(@TempDir Path folder) throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).start();
                Connection connection = DriverManager.getConnection(service.postgresUrl())) {
            // It is busy, and does not notice that its postmaster has died.
            CompletableFuture<Void> work =
                    runAsync(() -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("SELECT count(*) FROM generate_series(1, 1e10)");
                        } catch (SQLException e) {
                            // its end is what the test is about
                        }
                    });
            await().until(() -> Sql.number(service.postgresUrl(), COUNTING) == 1);
            service.postmaster().orElseThrow().killFirst();
            service.kill();
            service.start();
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
            work.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void startsAgainWhenThePidFileOfItsPostgresNamesAnotherProcess(@TempDir Path folder)
            throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).start()) {
            Postmaster postmaster = service.postmaster().orElseThrow();
            postmaster.killFirst();
            service.kill();
            Path pidFile = Postmaster.file(service.dataFolder().resolve("postgres"));
            List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
            lines.set(0, Long.toString(ProcessHandle.current().pid()));
            Files.write(pidFile, lines);
            service.start();
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "ABRT"})
    void itsPostgresEndsWithItWhateverEndedIt(String signal, @TempDir Path folder)
            throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).start()) {
            assertThat(service.postmaster()).isPresent();
            service.endBy(signal);
            await().until(() -> service.postmaster().isEmpty());
            assertThat(Postmaster.file(service.dataFolder().resolve("postgres")))
                    .as("it ended in order")
                    .doesNotExist();
            service.start();
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void startsAgainAfterAKillAndEndsCleanlyOnSigterm(@TempDir Path folder) {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing().start()) {
            service.kill();
            service.start();
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
            assertThat(service.terminate()).isEqualTo(143);
            assertThat(service.postmaster()).isEmpty();
        }
    }
}
