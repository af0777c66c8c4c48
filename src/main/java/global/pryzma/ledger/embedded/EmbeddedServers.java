package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;
import global.pryzma.replica.server.Revival;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanDestroyedEvent;
import io.micronaut.context.event.BeanDestroyedEventListener;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * The running embedded parts of one application context, started when first asked for.
 *
 * <p>They have to outlive every bean that may still flush into them. The context destroys the
 * listeners of destructions after all other beans, in no matter which order those depend on each
 * other; for that alone this is one.
 */
@Singleton
public final class EmbeddedServers
        implements BeanDestroyedEventListener<DataSource>, AutoCloseable {
    /** The longest that a ledger whose disk was full stays away once there is space again. */
    private static final Duration REVIVAL_INTERVAL = Duration.ofSeconds(3);

    private final Path dataFolderPath;
    private final @Nullable Path binaries;
    private @Nullable DataFolder dataFolder;
    private @Nullable LocalPostgres postgres;
    private @Nullable EmbeddedReplica replica;
    private @Nullable Revival revival;

    EmbeddedServers(
            @Value("${pryzma.data-folder:data}") Path dataFolderPath,
            @Nullable @Value("${pryzma.postgres.binaries-folder}") Path binaries) {
        this.dataFolderPath = dataFolderPath;
        this.binaries = binaries;
    }

    synchronized String postgresUrl() {
        if (postgres == null) {
            Path folder = dataFolder().path();
            postgres =
                    LocalPostgres.start(
                            folder,
                            binaries == null
                                    ? folder.resolve("postgres-binaries")
                                    : binaries.toAbsolutePath());
        }
        return postgres.jdbcUrl();
    }

    synchronized EmbeddedReplica replica(BigInteger clusterId) {
        if (replica == null) {
            Path folder = dataFolder().path().resolve("ledger");
            try {
                replica =
                        EmbeddedReplica.start(ReplicaSettings.in(folder).withClusterId(clusterId));
                revival = Revival.of(replica, REVIVAL_INTERVAL);
            } catch (IOException | UncheckedIOException e) {
                throw new StartRefused(
                        "The embedded ledger in %s does not start: %s"
                                .formatted(folder, e.getMessage()),
                        e);
            }
        }
        return replica;
    }

    private DataFolder dataFolder() {
        if (dataFolder == null) {
            dataFolder = DataFolder.hold(dataFolderPath);
        }
        return dataFolder;
    }

    @Override
    public void onDestroyed(BeanDestroyedEvent<DataSource> event) {
        // What follows the last destruction is in close().
    }

    /**
     * Stops everything; also called for a context that failed to start, which does not stop what it
     * had started.
     */
    @Override
    @PreDestroy
    public synchronized void close() {
        if (revival != null) {
            revival.close();
            revival = null;
        }
        if (replica != null) {
            replica.close();
            replica = null;
        }
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
        if (dataFolder != null) {
            dataFolder.close();
            dataFolder = null;
        }
    }
}
