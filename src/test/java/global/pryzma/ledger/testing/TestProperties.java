package global.pryzma.ledger.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The properties that every service started by a test has. */
public final class TestProperties {
    /** Where the programs of Postgres are unpacked, once for all tests. */
    public static final Path POSTGRES_BINARIES =
            Path.of("target", "postgres-binaries").toAbsolutePath();

    /** Nothing ends by itself while a test holds it up, or a busy machine does. */
    public static final Map<String, Object> PATIENT =
            Map.of(
                    "pryzma.deadline", "60s",
                    "pryzma.idempotency.ledger-patience", "60s",
                    "datasources.default.connection-timeout", 60_000,
                    "datasources.default.data-source-properties.options",
                            "-c synchronous_commit=on -c timezone=UTC",
                    "datasources.default.data-source-properties.socketTimeout", 60,
                    "micronaut.lifecycle.graceful-shutdown.grace-period", "60s");

    private TestProperties() {}

    /** These on top of {@link #PATIENT}. */
    public static Map<String, Object> patient(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(PATIENT);
        all.putAll(more);
        return all;
    }

    public static Map<String, Object> forDataFolder(Path folder) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("pryzma.data-folder", folder.toString());
        properties.put("pryzma.postgres.binaries-folder", POSTGRES_BINARIES.toString());
        properties.put("micronaut.server.port", "-1");
        properties.put("pryzma.management.port", "0");
        // Tests of retries want to find keys as the first try left them; those of the resolver ask
        // for it.
        properties.put("pryzma.idempotency.resolve-interval", "1h");
        return properties;
    }
}
