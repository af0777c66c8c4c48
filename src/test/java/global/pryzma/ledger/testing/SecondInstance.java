package global.pryzma.ledger.testing;

import global.pryzma.ledger.Application;
import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.LedgerId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Another instance of the service in this process, on the Postgres and the ledger of the first. */
public final class SecondInstance implements AutoCloseable {
    private final Path folder;
    private final Application application;

    private SecondInstance(Path folder, Application application) {
        this.folder = folder;
        this.application = application;
    }

    /** Starts one with these properties on top of the tests' own. */
    public static SecondInstance beside(ServiceUnderTest first, Map<String, Object> properties) {
        Path folder;
        try {
            folder = Files.createTempDirectory("pryzma-ledger-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> all = new HashMap<>(TestProperties.forDataFolder(folder));
        ClusterEndpoints cluster = first.bean(ClusterEndpoints.class);
        all.put("pryzma.ledger.addresses", cluster.addresses());
        all.put("pryzma.ledger.cluster-id", decimal(cluster.clusterId()));
        all.put("datasources.default.url", postgresUrl(first));
        all.put("datasources.default.username", "postgres");
        all.put(
                "pryzma.security.signing-key-file",
                first.folder().resolve("signing-key.jwk").toString());
        all.putAll(properties);
        return new SecondInstance(
                folder, Application.start(Application.configuration().properties(all)));
    }

    private static String decimal(LedgerId id) {
        return new BigInteger(id.toString().replace("-", ""), 16).toString();
    }

    private static String postgresUrl(ServiceUnderTest first) {
        try (Connection connection = Sql.connect(first)) {
            return connection.getMetaData().getURL();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public ServiceClient client() {
        return new ServiceClient(application.uri());
    }

    @Override
    public void close() {
        application.close();
        ServiceUnderTest.deleteTree(folder);
    }
}
