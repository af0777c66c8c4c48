package global.pryzma.ledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.operations.Deployment;
import global.pryzma.ledger.security.ExternalIssuer;
import global.pryzma.ledger.testing.ServiceUnderTest;

import io.micronaut.context.event.StartupEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Execution(ExecutionMode.SAME_THREAD)
class DemoOrganisationTest {
    private static final ExternalIssuer NO_ISSUER =
            new ExternalIssuer(null, null, Duration.ofHours(1));

    @Test
    void theCredentialIsShownOnceKeptForItsOwnerAndSurvives() throws Exception {
        try (ServiceUnderTest service = ServiceUnderTest.start(Map.of())) {
            DemoOrganisation demo = service.bean(DemoOrganisation.class);
            assertThat(demo.isEnabled()).isTrue();
            DemoCredential created = demo.created().orElseThrow();
            Path file = demo.credentialFile();
            assertThat(file)
                    .isEqualTo(service.folder().toAbsolutePath().resolve("demo-credential"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(DemoCredential.fromFile(Files.readString(file))).isEqualTo(created);
            assertThat(sourced(file)).isEqualTo(created);
            assertThat(tokenStatus(service, created)).isEqualTo(200);

            service.restart();
            assertThat(service.bean(DemoOrganisation.class).created()).isEmpty();
            assertThat(DemoCredential.fromFile(Files.readString(file))).isEqualTo(created);
            assertThat(tokenStatus(service, created)).isEqualTo(200);

            Files.delete(file);
            service.restart();
            DemoCredential anew = service.bean(DemoOrganisation.class).created().orElseThrow();
            assertThat(anew).isNotEqualTo(created);
            assertThat(tokenStatus(service, anew)).isEqualTo(200);
        }
    }

    /** As a shell reads the file. */
    private static DemoCredential sourced(Path file) throws Exception {
        Process shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                ". \"$0\" && printf '%s\\n%s\\n' \"$PRYZMA_CLIENT_ID\""
                                        + " \"$PRYZMA_CLIENT_SECRET\"",
                                file.toString())
                        .start();
        List<String> lines = new String(shell.getInputStream().readAllBytes()).lines().toList();
        assertThat(shell.waitFor()).isZero();
        return new DemoCredential(lines.get(0), lines.get(1));
    }

    /** Killed after the file was written and before the row was: the next start makes the row. */
    @Test
    void theFileIsTheTruthForTheRow(@TempDir Path folder) throws Exception {
        ServiceUnderTest service = ServiceUnderTest.shared();
        DemoCredential kept = DemoCredential.random();
        Path file = folder.resolve("demo-credential");
        Files.writeString(file, kept.toFile());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(tokenStatus(service, kept)).isEqualTo(401);
        DemoOrganisation demo = demo(service, folder);
        demo.prepare(start(service));
        assertThat(demo.created()).isEmpty();
        assertThat(tokenStatus(service, kept)).isEqualTo(200);
    }

    @Test
    void startsAtTheSameTimeMakeOneCredential(@TempDir Path folder) throws Exception {
        ServiceUnderTest service = ServiceUnderTest.shared();
        int starts = 8;
        CyclicBarrier together = new CyclicBarrier(starts);
        List<Future<DemoOrganisation>> started = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(starts)) {
            Callable<DemoOrganisation> oneStart =
                    () -> {
                        DemoOrganisation demo = demo(service, folder);
                        together.await();
                        demo.prepare(start(service));
                        return demo;
                    };
            for (int i = 0; i < starts; i++) {
                started.add(threads.submit(oneStart));
            }
        }
        List<DemoCredential> created = new ArrayList<>();
        for (Future<DemoOrganisation> one : started) {
            one.get().created().ifPresent(created::add);
        }
        assertThat(created).hasSize(1);
        assertThat(tokenStatus(service, created.getFirst())).isEqualTo(200);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("demo-credential"));
        }
    }

    @Test
    void noneWherePostgresIsNotTheEmbeddedOneUnlessAskedFor(@TempDir Path folder) {
        ServiceUnderTest service = ServiceUnderTest.shared();
        CredentialRows rows = service.bean(CredentialRows.class);
        OrganisationRows organisations = service.bean(OrganisationRows.class);
        Deployment external = new Deployment("test", false, true);
        DemoOrganisation none =
                new DemoOrganisation(rows, organisations, external, NO_ISSUER, null, folder);
        none.prepare(start(service));
        assertThat(none.isEnabled()).isFalse();
        assertThat(none.credentialFile()).doesNotExist();
        assertThat(
                        new DemoOrganisation(rows, organisations, external, NO_ISSUER, true, folder)
                                .isEnabled())
                .isTrue();
        Deployment embedded = new Deployment("test", true, true);
        assertThat(
                        new DemoOrganisation(
                                        rows, organisations, embedded, NO_ISSUER, false, folder)
                                .isEnabled())
                .isFalse();
        ExternalIssuer issuer =
                new ExternalIssuer(
                        "https://issuer.example",
                        URI.create("https://issuer.example/jwks"),
                        Duration.ofHours(1));
        assertThat(
                        new DemoOrganisation(rows, organisations, embedded, issuer, null, folder)
                                .isEnabled())
                .as("its credential would get no token")
                .isFalse();
    }

    private static DemoOrganisation demo(ServiceUnderTest service, Path folder) {
        return new DemoOrganisation(
                service.bean(CredentialRows.class),
                service.bean(OrganisationRows.class),
                new Deployment("test", true, true),
                NO_ISSUER,
                null,
                folder);
    }

    private static StartupEvent start(ServiceUnderTest service) {
        return new StartupEvent(service.bean(io.micronaut.context.ApplicationContext.class));
    }

    private static int tokenStatus(ServiceUnderTest service, DemoCredential credential) {
        return service.client()
                .askForToken(credential.clientId(), credential.clientSecret())
                .statusCode();
    }
}
