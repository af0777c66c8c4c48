package global.pryzma.ledger;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The properties that every service started by a test has. */
final class TestProperties {
    private TestProperties() {}

    static Map<String, Object> forDataFolder(Path folder) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("pryzma.data-folder", folder.toString());
        // Unpacked once for all tests.
        properties.put(
                "pryzma.postgres.binaries-folder",
                Path.of("target", "postgres-binaries").toAbsolutePath().toString());
        properties.put("micronaut.server.port", "-1");
        // Tests of retries want to find keys as the first try left them; those of the resolver ask
        // for it.
        properties.put("pryzma.idempotency.resolve-interval", "1h");
        return properties;
    }
}
