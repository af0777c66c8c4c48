package global.pryzma.ledger.postgres;

import io.micronaut.flyway.FlywayConfigurationCustomizer;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import java.sql.SQLException;

/**
 * The time that a migration has: as much as it needs. The pool's connections give up a server that
 * is silent for some seconds, which is what it is while it makes an index.
 */
@Singleton
@Named(MigrationTime.DATA_SOURCE)
final class MigrationTime implements FlywayConfigurationCustomizer, Callback {
    static final String DATA_SOURCE = "default";

    private static final int WITHOUT_END = 0;

    MigrationTime() {}

    @Override
    public String getName() {
        return DATA_SOURCE;
    }

    @Override
    public void customizeFluentConfiguration(FluentConfiguration configuration) {
        configuration.callbacks(this);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            context.getConnection().setNetworkTimeout(Runnable::run, WITHOUT_END);
        } catch (SQLException e) {
            throw new FlywayException("the migration could not get its time", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "migration-time";
    }
}
