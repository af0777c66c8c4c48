package global.pryzma.ledger.job;

import io.micronaut.context.annotation.Requires;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

/**
 * A job whose first run lasts until the service ends, and only then asks Postgres. It lives in the
 * tests; a service has it when it is started with {@code test.last-words}.
 */
@Singleton
@Requires(property = LastWords.PROPERTY)
final class LastWords implements Job {
    static final String PROPERTY = "test.last-words";

    private final DataSource pool;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean answered;

    LastWords(DataSource pool) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    @Override
    public String name() {
        return "last-words";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(1);
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        begun.countDown();
        try {
            stopped.await();
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery("SELECT pg_sleep(0.1)")) {
                answered = answer.next();
            }
        } catch (InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    boolean isUnderWay() {
        return begun.getCount() == 0;
    }

    boolean isAnswered() {
        return answered;
    }
}
