package global.pryzma.ledger.postgres;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanInitializedEventListener;
import io.micronaut.context.event.BeanInitializingEvent;

import jakarta.inject.Singleton;

/**
 * What both pools have beyond what can be configured: where connections come from, how their
 * statements are planned, and when they end.
 */
@Singleton
final class PoolSettings implements BeanInitializedEventListener<DatasourceConfiguration> {
    private final ConnectionFaults faults;

    PoolSettings(ConnectionFaults faults) {
        this.faults = faults;
    }

    @Override
    public DatasourceConfiguration onInitialized(
            BeanInitializingEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration configuration = event.getBean();
        configuration.setDataSource(new PrimarySource(configuration));
        String given = configuration.getConnectionInitSql();
        configuration.setConnectionInitSql(
                given == null
                        ? OnlyByIndex.IN_THIS_SESSION
                        : given + "; " + OnlyByIndex.IN_THIS_SESSION);
        configuration.setExceptionOverride(faults);
        return configuration;
    }
}
