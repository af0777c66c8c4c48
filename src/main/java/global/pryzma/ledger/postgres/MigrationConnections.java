package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.util.Credentials;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Value;
import io.micronaut.flyway.FlywayConfigurationCustomizer;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.flywaydb.core.api.configuration.FluentConfiguration;

import java.util.Properties;

/**
 * The connections of the migrations, which have all the time that they need. The pool's give up a
 * server that is silent for some seconds, which is what it is while it makes an index; and they are
 * ended when a transaction does nothing for long, as the one does that keeps other instances away.
 *
 * <p>They may be another role's, which owns the tables: the service's own needs no right to make or
 * change any.
 */
@Singleton
@Named(MigrationConnections.DATA_SOURCE)
final class MigrationConnections implements FlywayConfigurationCustomizer {
    static final String DATA_SOURCE = "default";

    private static final String OPTIONS = "options";

    private final DatasourceConfiguration shared;
    private final Credentials owner;

    MigrationConnections(
            DatasourceConfiguration shared,
            @Value("${pryzma.postgres.owner-username:}") String username,
            @Value("${pryzma.postgres.owner-password:}") String password) {
        this.shared = shared;
        this.owner =
                username.isEmpty() ? shared.getCredentials() : Credentials.of(username, password);
    }

    @Override
    public String getName() {
        return DATA_SOURCE;
    }

    @Override
    public void customizeFluentConfiguration(FluentConfiguration configuration) {
        Properties properties = PrimarySource.properties(shared);
        properties.setProperty("socketTimeout", "0");
        properties.setProperty(
                OPTIONS,
                properties.getProperty(OPTIONS, "") + " -c idle_in_transaction_session_timeout=0");
        configuration.dataSource(PrimarySource.driver(shared, properties, owner));
    }
}
