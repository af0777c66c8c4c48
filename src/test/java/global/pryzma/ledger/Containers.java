package global.pryzma.ledger;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A real TigerBeetle and a real Postgres in containers, one of each for the test process. There are
 * none where no Docker answers, and the tests then run on the embedded parts.
 */
final class Containers {
    private static final DockerImageName TIGERBEETLE =
            DockerImageName.parse("ghcr.io/tigerbeetle/tigerbeetle:0.16.30");
    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:18");
    private static final String DATA_FILE = "/tmp/0_0.tigerbeetle";
    private static final int LEDGER_PORT = 3000;

    private static @Nullable GenericContainer<?> ledger;
    private static @Nullable PostgreSQLContainer<?> postgres;

    private Containers() {}

    static synchronized Optional<String> ledgerAddress() {
        if (!Docker.ANSWERS) {
            return Optional.empty();
        }
        if (ledger == null) {
            ledger = startLedger();
        }
        return Optional.of("127.0.0.1:" + ledger.getMappedPort(LEDGER_PORT));
    }

    static synchronized Optional<String> postgresUrl() {
        if (!Docker.ANSWERS) {
            return Optional.empty();
        }
        if (postgres == null) {
            postgres = new PostgreSQLContainer<>(POSTGRES);
            postgres.start();
        }
        return Optional.of(
                postgres.getJdbcUrl()
                        + (postgres.getJdbcUrl().contains("?") ? "&" : "?")
                        + "user="
                        + postgres.getUsername()
                        + "&password="
                        + postgres.getPassword());
    }

    /** Formats a data file, then serves it. */
    @SuppressWarnings("resource") // it ends with the test process
    private static GenericContainer<?> startLedger() {
        String format =
                "/tigerbeetle format --cluster=0 --replica=0 --replica-count=1 " + DATA_FILE;
        String start =
                "exec /tigerbeetle start --cache-grid=256MiB --addresses=0.0.0.0:%d %s"
                        .formatted(LEDGER_PORT, DATA_FILE);
        GenericContainer<?> container =
                new GenericContainer<>(TIGERBEETLE)
                        .withExposedPorts(LEDGER_PORT)
                        .withCreateContainerCmdModifier(create -> {
                            // The server uses io_uring, which Docker's profile forbids.
                            Objects.requireNonNull(create.getHostConfig())
                                    .withSecurityOpts(List.of("seccomp=unconfined"));
                            create.withEntrypoint("/bin/sh", "-c", format + " && " + start);
                        })
                        .waitingFor(Wait.forLogMessage(".*listening on.*", 1));
        container.start();
        return container;
    }

    /** Whether there is a Docker to talk to; the library that asks is slow and loud about a no. */
    private static final class Docker {
        static final boolean ANSWERS = answers();

        private static boolean answers() {
            boolean maybe =
                    System.getenv("DOCKER_HOST") != null
                            || Files.exists(Path.of("/var/run/docker.sock"))
                            || Files.exists(
                                    Path.of(
                                            System.getProperty("user.home"),
                                            ".docker/run/docker.sock"));
            return maybe && DockerClientFactory.instance().isDockerAvailable();
        }
    }
}
