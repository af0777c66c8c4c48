package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.process.PostgresProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A Postgres that could lose what it has acknowledged is refused, whoever configured it so. */
class DurabilityTest {
    private static final String OPTIONS = "datasources.default.data-source-properties.options";

    @TempDir Path folder;

    @Test
    void aServerThatDoesNotWriteToItsDisk() {
        try (PostgresProcess postgres = new PostgresProcess(folder).with("fsync", "off").start()) {
            assertRefused(postgres, Map.of(), "fsync is off");
        }
    }

    @Test
    void aServerThatMayTearPages() {
        try (PostgresProcess postgres =
                new PostgresProcess(folder).with("full_page_writes", "off").start()) {
            assertRefused(postgres, Map.of(), "full_page_writes is off");
        }
    }

    @Test
    void sessionsThatDoNotWaitForTheDisk() {
        try (PostgresProcess postgres = new PostgresProcess(folder).start()) {
            assertRefused(
                    postgres,
                    Map.of(OPTIONS, "-c synchronous_commit=off"),
                    "synchronous_commit is off");
        }
    }

    @Test
    void sessionsThatDoNotWaitForTheSynchronousStandby() {
        try (PostgresProcess postgres =
                new PostgresProcess(folder).with("synchronous_standby_names", "*").start()) {
            assertRefused(
                    postgres,
                    Map.of(OPTIONS, "-c synchronous_commit=local"),
                    "synchronous_commit is local");
        }
    }

    @Test
    void whatTheServerHasAsADefaultForCommitsDoesNotMatter() {
        try (PostgresProcess postgres =
                        new PostgresProcess(folder).with("synchronous_commit", "off").start();
                ServiceUnderTest service = ServiceUnderTest.start(postgres.properties())) {
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    private static void assertRefused(
            PostgresProcess postgres, Map<String, Object> properties, String reason) {
        Map<String, Object> all = new HashMap<>(postgres.properties());
        all.putAll(properties);
        assertThatThrownBy(() -> ServiceUnderTest.start(all))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(reason);
    }
}
