package global.pryzma.ledger.testing;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A real TigerBeetle and a real Postgres in containers, one of each for the test process, where the
 * environment variable {@code LEDGER_TEST_CONTAINERS} is {@code true}. A Docker that happens to
 * answer is nobody's wish; and where it is one, a Docker that does not answer, or an image that it
 * does not have, fails every test at once. Nothing is pulled: that may take any time, and fail.
 *
 * <p>The hook of this process takes them away at its end. The library would have a third container
 * do that, whose image has to be pulled, and whose port it opens to everybody.
 */
final class Containers {
    private static final String WISH = "LEDGER_TEST_CONTAINERS";
    private static final String WITHOUT_REAPER = "TESTCONTAINERS_RYUK_DISABLED";
    private static final boolean WANTED = "true".equals(System.getenv(WISH));

    private static final DockerImageName TIGERBEETLE =
            DockerImageName.parse("ghcr.io/tigerbeetle/tigerbeetle:0.16.30");
    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:18");
    private static final String DATA_FILE = "/tmp/0_0.tigerbeetle";
    private static final int LEDGER_PORT = 3000;
    private static final int POSTGRES_PORT = 5432;
    private static final String LOOPBACK = "127.0.0.1";

    private static @Nullable GenericContainer<?> ledger;
    private static @Nullable PostgreSQLContainer<?> postgres;
    private static @Nullable IllegalStateException failure;

    private Containers() {}

    static synchronized Optional<String> ledgerAddress() {
        if (!WANTED) {
            return Optional.empty();
        }
        if (ledger == null) {
            requireImages();
            ledger = startLedger();
        }
        return Optional.of(LOOPBACK + ":" + ledger.getMappedPort(LEDGER_PORT));
    }

    static synchronized Optional<String> postgresUrl() {
        if (!WANTED) {
            return Optional.empty();
        }
        if (postgres == null) {
            requireImages();
            postgres = startPostgres();
        }
        return Optional.of(
                "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
                        .formatted(
                                LOOPBACK,
                                postgres.getMappedPort(POSTGRES_PORT),
                                postgres.getDatabaseName(),
                                postgres.getUsername(),
                                postgres.getPassword()));
    }

    /** Asks Docker once; every test has the same answer. */
    private static void requireImages() {
        if (failure == null) {
            failure = whatIsMissing().map(IllegalStateException::new).orElse(null);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Optional<String> whatIsMissing() {
        if (!Boolean.parseBoolean(System.getenv(WITHOUT_REAPER))) {
            return Optional.of(WISH + "=true, and " + WITHOUT_REAPER + " is not, as in a build");
        }
        DockerClientFactory docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()) {
            return Optional.of(WISH + "=true, and no Docker answers");
        }
        for (DockerImageName image : List.of(POSTGRES, TIGERBEETLE)) {
            String name = image.asCanonicalNameString();
            try {
                docker.client().inspectImageCmd(name).exec();
            } catch (NotFoundException e) {
                return Optional.of(
                        WISH + "=true, and Docker has no image for it: docker pull " + name);
            }
        }
        return Optional.empty();
    }

    /** With the durability that the service asks for; the library's own command has none. */
    @SuppressWarnings("resource") // it ends with the test process
    private static PostgreSQLContainer<?> startPostgres() {
        PostgreSQLContainer<?> container =
                new PostgreSQLContainer<>(POSTGRES)
                        .withCommand("postgres", "-c", "fsync=on")
                        .withCreateContainerCmdModifier(
                                create -> publishOnLoopback(create, POSTGRES_PORT));
        container.start();
        return container;
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
                            publishOnLoopback(create, LEDGER_PORT)
                                    .withSecurityOpts(List.of("seccomp=unconfined"));
                            create.withEntrypoint("/bin/sh", "-c", format + " && " + start);
                        })
                        .waitingFor(Wait.forLogMessage(".*listening on.*", 1));
        container.start();
        return container;
    }

    /** Any free port of this machine alone: the library would take one of every interface. */
    private static HostConfig publishOnLoopback(CreateContainerCmd create, int port) {
        return Objects.requireNonNull(create.getHostConfig())
                .withPortBindings(new PortBinding(Binding.bindIp(LOOPBACK), ExposedPort.tcp(port)));
    }
}
