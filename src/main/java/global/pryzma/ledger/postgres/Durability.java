package global.pryzma.ledger.postgres;

import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * The check whether what Postgres acknowledges survives a crash of it, and the promotion of its
 * synchronous standby. Our sessions ask for {@code synchronous_commit=on} themselves, whatever the
 * server, the database or the role have as a default; this is for those who configured the sessions
 * otherwise, and for what a session can't set.
 */
@Singleton
public final class Durability {
    private static final String SETTINGS =
            """
            SELECT current_setting('fsync'), current_setting('full_page_writes'),
                   current_setting('synchronous_commit'), current_setting('synchronous_standby_names')\
            """;

    private final DataSource pool;

    Durability(@Named(WriterPool.NAME) DataSource pool) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    /**
     * Asks Postgres for its settings.
     *
     * @throws StartRefused if acknowledged responses could be lost
     */
    public void check() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(SETTINGS)) {
            settings.next();
            requireOn("fsync", settings.getString(1));
            requireOn("full_page_writes", settings.getString(2));
            String commit = settings.getString(3);
            String standbys = settings.getString(4);
            if (commit.equals("off") || (commit.equals("local") && !standbys.isBlank())) {
                throw refused("synchronous_commit", commit);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Postgres was not asked about its durability", e);
        }
    }

    private static void requireOn(String setting, String value) {
        if (!value.equals("on")) {
            throw refused(setting, value);
        }
    }

    private static StartRefused refused(String setting, String value) {
        return new StartRefused(
                "Postgres could lose what it has acknowledged: %s is %s in our sessions and must be on."
                        .formatted(setting, value));
    }
}
