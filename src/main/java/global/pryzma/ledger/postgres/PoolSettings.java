package global.pryzma.ledger.postgres;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanInitializedEventListener;
import io.micronaut.context.event.BeanInitializingEvent;

import jakarta.inject.Singleton;

/** What both pools have beyond what can be configured: where connections come from, and end. */
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
        configuration.setExceptionOverride(faults);
        return configuration;
    }
}
