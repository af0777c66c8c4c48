package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.HikariDataSource;

import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import javax.sql.DataSource;

/** The division of the pool that all requests share among the organisations. */
@Singleton
final class PoolShares implements BeanCreatedEventListener<DataSource> {
    private final ConnectionFaults faults;
    private final Writes writes;
    private final Metrics metrics;
    private final int percent;

    PoolShares(
            ConnectionFaults faults,
            Writes writes,
            Metrics metrics,
            @Value("${pryzma.http.organisation-share-percent:50}") int percent) {
        this.faults = faults;
        this.writes = writes;
        this.metrics = metrics;
        this.percent = percent;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        // What the framework may have put around it hands out a request's connection only.
        if (DelegatingDataSource.unwrapDataSource(event.getBean()) instanceof HikariDataSource pool
                && !WriterPool.NAME.equals(pool.getPoolName())) {
            pool.setMetricRegistry(metrics.forPool());
            return new SharedPool(
                    pool, faults, writes, Math.max(1, pool.getMaximumPoolSize() * percent / 100));
        }
        return event.getBean();
    }
}
