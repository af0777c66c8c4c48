package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Factory;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/**
 * The factory of a pool of its own for the loop that claims keys and records responses: however
 * slow the reads are that fill the shared pool, money can be moved. Apart from its size, and the
 * plans of its statements, it is configured like the shared pool; the migrations go by name, and so
 * run on that one alone.
 */
@Factory
public final class WriterPool {
    public static final String NAME = "writer";

    /**
     * The size of the pool: three connections are the loops', one is at hand when one of them
     * breaks or gets too old, and on one it is tried whether Postgres can be written.
     */
    private static final int CONNECTIONS = 5;

    /**
     * Which is made once: the planner would make it anew for every batch, which takes longer than a
     * small one.
     */
    private static final String ONE_PLAN_FOR_EACH_STATEMENT =
            "SET plan_cache_mode = force_generic_plan";

    private final List<HikariDataSource> open = new CopyOnWriteArrayList<>();

    @Singleton
    @Named(NAME)
    DataSource writer(DatasourceConfiguration shared, ConnectionFaults faults, Metrics metrics) {
        HikariConfig configuration = new HikariConfig();
        shared.copyStateTo(configuration);
        configuration.setPoolName(NAME);
        configuration.setMetricRegistry(metrics.forPool());
        configuration.setDataSource(new PrimarySource(shared));
        configuration.setMaximumPoolSize(CONNECTIONS);
        configuration.setMinimumIdle(CONNECTIONS);
        configuration.setConnectionInitSql(
                shared.getConnectionInitSql() + "; " + ONE_PLAN_FOR_EACH_STATEMENT);
        HikariDataSource pool = new HikariDataSource(configuration);
        open.add(pool);
        return new PrimaryPool(pool, faults);
    }

    // Not the bean's own end: the framework has wrapped it into something that can't be closed.
    @PreDestroy
    void close() {
        open.forEach(HikariDataSource::close);
    }
}
