package global.pryzma.ledger.embedded;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanInitializedEventListener;
import io.micronaut.context.event.BeanInitializingEvent;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * The link from the data source to the embedded Postgres, which is started for it, if no URL is
 * given.
 */
@Singleton
final class EmbeddedDatasource implements BeanInitializedEventListener<DatasourceConfiguration> {
    private final Topology topology;
    private final Provider<EmbeddedServers> parts;

    EmbeddedDatasource(Topology topology, Provider<EmbeddedServers> parts) {
        this.topology = topology;
        this.parts = parts;
    }

    @Override
    public DatasourceConfiguration onInitialized(
            BeanInitializingEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration configuration = event.getBean();
        if (topology.isPostgresEmbedded()) {
            configuration.setUrl(parts.get().postgresUrl());
        }
        return configuration;
    }
}
