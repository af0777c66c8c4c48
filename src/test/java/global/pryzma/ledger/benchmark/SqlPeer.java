package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.Sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ledger in SQL alone, in a schema of its own of the service's Postgres, for comparison: a
 * transfer locks its two balances in the order of their ids, moves the amount, and leaves an entry
 * for each, in one function, one round trip and one durable commit. No HTTP, no token, no
 * idempotency. It has a thread and a connection for each transfer in flight.
 */
final class SqlPeer implements AutoCloseable {
    private static final String[] SCHEMA = {
        "DROP SCHEMA IF EXISTS benchmark_peer CASCADE",
        "CREATE SCHEMA benchmark_peer",
        """
        CREATE TABLE benchmark_peer.account (
            id bigint PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0),
            version bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50)\
        """,
        """
        CREATE TABLE benchmark_peer.entry (
            account bigint NOT NULL, version bigint NOT NULL, transfer bigint NOT NULL,
            amount bigint NOT NULL, balance bigint NOT NULL,
            at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (account, version))\
        """,
        "CREATE INDEX ON benchmark_peer.entry (transfer)",
        "CREATE SEQUENCE benchmark_peer.number",
        """
        CREATE FUNCTION benchmark_peer.transfer(debit bigint, credit bigint, moved bigint)
        RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            made bigint := nextval('benchmark_peer.number');
            debited benchmark_peer.account;
            credited benchmark_peer.account;
        BEGIN
            PERFORM FROM benchmark_peer.account WHERE id = least(debit, credit) FOR UPDATE;
            PERFORM FROM benchmark_peer.account WHERE id = greatest(debit, credit) FOR UPDATE;
            UPDATE benchmark_peer.account SET balance = balance - moved, version = version + 1
                WHERE id = debit RETURNING * INTO debited;
            UPDATE benchmark_peer.account SET balance = balance + moved, version = version + 1
                WHERE id = credit RETURNING * INTO credited;
            INSERT INTO benchmark_peer.entry (account, version, transfer, amount, balance) VALUES
                (debit, debited.version, made, -moved, debited.balance),
                (credit, credited.version, made, moved, credited.balance);
            RETURN made;
        END $$\
        """
    };

    private static final long FUNDS = 1_000_000_000;

    private final String url;
    private final int accounts;
    private final AtomicLong made = new AtomicLong();

    SqlPeer(String url, int accounts) {
        this.url = url;
        this.accounts = accounts;
        for (String statement : SCHEMA) {
            Sql.run(url, statement);
        }
        Sql.run(
                url,
                "INSERT INTO benchmark_peer.account SELECT n, ? FROM generate_series(0, ?) AS n",
                FUNDS,
                accounts - 1);
        Sql.run(url, "ANALYZE benchmark_peer.account");
    }

    /** How many connections Postgres has for it, besides the service's. */
    int connections() {
        return (int)
                Sql.number(
                        url,
                        """
                        SELECT current_setting('max_connections')::int
                            - current_setting('superuser_reserved_connections')::int
                            - coalesce(current_setting('reserved_connections', true), '0')::int
                            - count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'\
                        """);
    }

    /**
     * Keeps up a load, as {@link Load#run} does.
     *
     * @param hot whether all money goes to one account
     */
    Measured run(int inFlight, boolean hot, Duration warmUp, Duration time) throws Exception {
        return Crowd.run(inFlight, () -> new Payer(hot), warmUp, time, () -> {});
    }

    private final class Payer implements Crowd.Member {
        private final boolean hot;
        private final Connection connection;
        private final PreparedStatement transfer;

        Payer(boolean hot) throws SQLException {
            this.hot = hot;
            this.connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = on");
            }
            this.transfer = connection.prepareStatement("SELECT benchmark_peer.transfer(?, ?, 1)");
        }

        @Override
        public boolean act() throws SQLException {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            int debit = hot ? 1 + random.nextInt(accounts - 1) : random.nextInt(accounts);
            int credit = hot ? 0 : (debit + 1 + random.nextInt(accounts - 1)) % accounts;
            transfer.setLong(1, debit);
            transfer.setLong(2, credit);
            transfer.executeQuery().close();
            made.incrementAndGet();
            return true;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Its books balance, and have what was acknowledged. */
    void check() {
        long entries = Sql.number(url, "SELECT count(*) FROM benchmark_peer.entry");
        long sum = Sql.number(url, "SELECT coalesce(sum(amount), 0) FROM benchmark_peer.entry");
        long balances = Sql.number(url, "SELECT sum(balance) FROM benchmark_peer.account");
        if (entries != 2 * made.get() || sum != 0 || balances != FUNDS * accounts) {
            throw new IllegalStateException(
                    "the peer's books are wrong: %d entries of %d transfers, sum %d"
                            .formatted(entries, made.get(), sum));
        }
    }

    @Override
    public void close() {
        Sql.run(url, "DROP SCHEMA benchmark_peer CASCADE");
    }
}
