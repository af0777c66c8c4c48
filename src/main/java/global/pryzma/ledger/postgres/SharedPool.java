package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.HikariDataSource;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.security.Caller;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The pool that requests share. One organisation has at most its share of the connections, so that
 * its slow queries leave some to the others; and the work of a request that has been answered
 * already, because its deadline was over, gets none at all.
 */
final class SharedPool extends PrimaryPool {
    private final Writes writes;
    private final int shareOfOne;
    private final ConcurrentMap<UUID, Share> shares = new ConcurrentHashMap<>();

    SharedPool(HikariDataSource pool, ConnectionFaults faults, Writes writes, int shareOfOne) {
        super(pool, faults);
        this.writes = writes;
        this.shareOfOne = shareOfOne;
    }

    /** The share of an organisation; kept as long as somebody has, or waits for, a part of it. */
    private record Share(Semaphore free, int users) {}

    @Override
    public Connection getConnection() throws SQLException {
        writes.requireThatFewWait();
        // Work of the service itself has no share: it is bounded by what it is.
        Optional<HttpRequest<Object>> request = ServerRequestContext.currentRequest();
        return request.isPresent() ? connectionFor(request.get()) : super.getConnection();
    }

    private Connection connectionFor(HttpRequest<?> request) throws SQLException {
        UUID organisation = Caller.shareholderOf(request);
        Semaphore free = join(organisation).free();
        boolean taken = false;
        try {
            taken = free.tryAcquire(patienceNanos(request), TimeUnit.NANOSECONDS);
            if (!taken) {
                throw new PostgresUnavailable(
                        "No connection to Postgres was free for the organisation, of its "
                                + shareOfOne);
            }
            return returningItsPart(super.getConnection(), organisation, free);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        } catch (SQLException | RuntimeException e) {
            if (taken) {
                free.release();
            }
            leave(organisation);
            throw e;
        }
    }

    private long patienceNanos(HttpRequest<?> request) {
        long patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis());
        return request.getAttribute(Deadline.class.getName(), Deadline.class)
                .map(deadline -> Math.min(patience, deadline.remainingNanos()))
                .orElse(patience);
    }

    private Connection returningItsPart(Connection connection, UUID organisation, Semaphore free) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                if (method.getName().equals("close")
                                        && closed.compareAndSet(false, true)) {
                                    free.release();
                                    leave(organisation);
                                }
                            }
                        });
    }

    private Share join(UUID organisation) {
        return shares.compute(
                organisation,
                (id, share) ->
                        share == null
                                ? new Share(new Semaphore(shareOfOne, true), 1)
                                : new Share(share.free(), share.users() + 1));
    }

    private void leave(UUID organisation) {
        shares.computeIfPresent(
                organisation,
                (id, share) ->
                        share.users() == 1 ? null : new Share(share.free(), share.users() - 1));
    }

    /** How many organisations have, or wait for, a connection. */
    int organisations() {
        return shares.size();
    }
}
