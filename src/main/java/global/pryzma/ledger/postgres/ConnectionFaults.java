package global.pryzma.ledger.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;

import jakarta.inject.Singleton;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The judge of faults that end connections. One that tells that the server is read-only, shuts down
 * or is gone casts doubt on every connection, for all lead to the same server: those of both pools
 * are replaced, the ones in use when they come back. New ones are only let in from a server that
 * can be written.
 */
@Singleton
final class ConnectionFaults implements SQLExceptionOverride {
    private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
    private final AtomicLong seen = new AtomicLong();

    ConnectionFaults() {}

    /** One of the pools whose connections go together. */
    void concern(HikariDataSource pool) {
        pools.add(pool);
    }

    @java.lang.Override // the interface has a type of this name
    public Override adjudicate(SQLException fault) {
        if (!PostgresFaults.isOfTheServer(fault)) {
            return Override.CONTINUE_EVICT;
        }
        replaceAll();
        return Override.MUST_EVICT;
    }

    void replaceAll() {
        seen.incrementAndGet();
        for (HikariDataSource pool : pools) {
            HikariPoolMXBean running = pool.getHikariPoolMXBean();
            if (running != null) {
                running.softEvictConnections();
            }
        }
    }

    /** How often that has happened. */
    long seen() {
        return seen.get();
    }
}
