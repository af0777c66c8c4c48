package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What an operator gets to read when the service can't start: one line, and exit status 1. */
class RefusedStartTest {
    @TempDir Path folder;

    @Test
    void postgresWithoutALedger() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("DATASOURCES_DEFAULT_URL", "jdbc:postgresql://127.0.0.1/none");
            assertRefused(
                    service, "A Postgres URL is given but no ledger: give the cluster's addresses");
        }
    }

    @Test
    void aClusterAndTheEmbeddedLedger() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("PRYZMA_LEDGER_ADDRESSES", "127.0.0.1:3001,127.0.0.1:3002")
                    .withEnvironment("PRYZMA_LEDGER_EMBEDDED", "true");
            assertRefused(
                    service,
                    "Both pryzma.ledger.addresses and pryzma.ledger.embedded=true are given");
        }
    }

    @Test
    void aClusterIdThatIsNone() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("PRYZMA_LEDGER_CLUSTER_ID", "one");
            assertRefused(
                    service, "pryzma.ledger.cluster-id is no decimal number of 128 bits: one");
        }
    }

    @Test
    void anAddressWithoutAPort() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("PRYZMA_LEDGER_ADDRESSES", "127.0.0.1:3001,10.0.0.1");
            assertRefused(
                    service,
                    "configuration: pryzma.ledger.addresses has what is neither host:port nor"
                            + " [IPv6]:port: \"10.0.0.1\"");
        }
    }

    @Test
    void aSettingOutOfItsRange() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("PRYZMA_LEDGER_MAX_EVENTS", "9000");
            assertRefused(
                    service, "configuration: pryzma.ledger.max-events is 1 to 8190, not 9000");
        }
    }

    /** Nobody may find out with the first token. */
    @Test
    void aTokenLifetimeLongerThanRevocationsAreTold() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.with("pryzma.security.token-lifetime", "48h");
            assertRefused(
                    service,
                    "configuration: pryzma.security needs an issuer, an audience and a token"
                            + " lifetime of 1 s to 24 h");
        }
    }

    /** The native client would end the process later on, without a word that an operator knows. */
    @Test
    void aContainerThatForbidsIoUring() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing().withoutIoUring()) {
            assertRefused(service, "give it a seccomp profile that allows io_uring_setup");
        }
    }

    /** As an ordinary user it needs none. */
    @Test
    void rootWithoutUserNamespaces(@TempDir Path programs) throws Exception {
        Path unshare = programs.resolve("unshare");
        Files.writeString(unshare, "#!/bin/sh\nexit 1\n");
        assertThat(unshare.toFile().setExecutable(true)).isTrue();
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("PATH", programs + ":" + System.getenv("PATH"));
            if (System.getProperty("user.name").equals("root")) {
                assertRefused(service, "start the service as another user, or give it a Postgres");
            } else {
                assertThat(service.start().client().get("/health/readiness").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aPostgresThatIsNotThere() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            String url = "jdbc:postgresql://127.0.0.1:%d/none".formatted(closed.getLocalPort());
            closed.close();
            service.with("datasources.default.url", url).with("pryzma.ledger.embedded", "true");
            assertRefused(service, "Postgres: Connection to 127.0.0.1:");
        }
    }

    @Test
    void aPostgresUrlOfAnotherForm() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("DATASOURCES_DEFAULT_URL", "postgres://me:hunter2@127.0.0.1/x")
                    .with("pryzma.ledger.embedded", "true");
            assertRefused(service, "datasources.default.url is no JDBC URL of a Postgres");
            assertThat(service.output()).doesNotContain("hunter2");
        }
    }

    @Test
    void aSigningKeyThatIsNone() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            Files.createDirectories(service.dataFolder());
            write(service.dataFolder().resolve("signing-key.jwk"), "garbage", "rw-------");
            assertRefused(service, "does not hold private JSON Web Keys");
        }
    }

    @Test
    void aSigningKeyThatOthersMayRead() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            Files.createDirectories(service.dataFolder());
            Path key = service.dataFolder().resolve("signing-key.jwk");
            write(key, "garbage", "rw-r-----");
            assertRefused(
                    service,
                    "%s holds a secret and is open to others (rw-r-----): chmod 600 %1$s"
                            .formatted(key));
        }
    }

    @Test
    void aDemoCredentialThatOthersMayRead() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            Files.createDirectories(service.dataFolder());
            write(service.dataFolder().resolve("demo-credential"), "", "rw----r--");
            assertRefused(service, "demo-credential holds a secret and is open to others");
        }
    }

    /** Before anything else is begun: there is no Postgres to be stopped again. */
    @Test
    void aCertificateThatIsNotThere() {
        try (ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.withEnvironment("PRYZMA_TLS_CERTIFICATE_FILE", folder + "/tls.crt")
                    .withEnvironment("PRYZMA_TLS_KEY_FILE", folder + "/tls.key");
            assertRefused(service, "TLS: %s/tls.crt is not there".formatted(folder));
            assertThat(service.dataFolder().resolve("postgres")).doesNotExist();
        }
    }

    private static void write(Path file, String content, String mode) throws Exception {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.with("micronaut.server.port", Integer.toString(taken.getLocalPort()));
            assertRefused(service, "choose another port with MICRONAUT_SERVER_PORT");
            assertThat(service.postmaster()).as("Postgres has been stopped").isEmpty();
        }
    }

    @Test
    void aManagementPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = new ServiceProcess(folder).onNothing()) {
            service.with("pryzma.management.port", Integer.toString(taken.getLocalPort()));
            assertRefused(service, "choose another port with PRYZMA_MANAGEMENT_PORT");
            assertThat(service.postmaster()).as("Postgres has been stopped").isEmpty();
        }
    }

    @Test
    void aDataFolderThatIsInUse(@TempDir Path other) {
        try (ServiceProcess first = new ServiceProcess(folder).start();
                ServiceProcess second = new ServiceProcess(other).onNothing()) {
            second.with("pryzma.data-folder", first.dataFolder().toString());
            assertRefused(
                    second,
                    "is in use by another running instance (process %d)"
                            .formatted(first.process().pid()));
            assertThat(first.client().get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    private static void assertRefused(ServiceProcess service, String reason) {
        service.launch();
        assertThat(service.awaitExit()).as(service.output()).isEqualTo(1);
        assertThat(service.output())
                .containsOnlyOnce("ERROR StartFailure Not started: ")
                .contains(reason)
                .doesNotContain("\tat ");
    }
}
