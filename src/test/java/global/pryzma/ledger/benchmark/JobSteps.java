package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.PurgeTable;
import global.pryzma.ledger.postgres.OnlyByIndex;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of the jobs, each done once and taken back, with what it cost. */
final class JobSteps {
    /** Of the resolver. */
    static final int KEYS = 512;

    /** Of the search and the purge. */
    static final int ROWS = 1000;

    private JobSteps() {}

    /**
     * What a step has cost.
     *
     * @param rows of the engine's tables that Postgres read
     */
    record Cost(long rows, Duration time) {}

    /** Some work of one job in a transaction. */
    private interface Step {
        void run(Connection connection) throws SQLException;
    }

    /**
     * By their names, in this order.
     *
     * @param retention for the purge
     */
    static Map<String, Cost> costs(ServiceUnderTest service, Duration retention)
            throws SQLException {
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put(
                "search for claims of crashed instances",
                connection -> InDoubtTable.scan(connection, Duration.ofSeconds(10), ROWS));
        steps.put(
                "keys in doubt that are due, and their rows",
                connection -> {
                    List<ScopedKey> due =
                            InDoubtTable.takeDue(connection, Duration.ofHours(1), KEYS);
                    KeyTable.find(connection, due);
                });
        steps.put(
                "keys that are settled",
                connection ->
                        InDoubtTable.forget(
                                connection,
                                InDoubtTable.takeDue(connection, Duration.ofHours(1), KEYS)));
        steps.put("purge", connection -> PurgeTable.pass(connection, retention, ROWS));
        steps.put(
                "purge of what it has passed",
                connection -> PurgeTable.passKept(connection, retention, ROWS));
        Map<String, Cost> costs = new LinkedHashMap<>();
        try (Connection connection = Sql.connect(service)) {
            connection.setAutoCommit(false);
            for (var step : steps.entrySet()) {
                costs.put(step.getKey(), cost(connection, step.getValue()));
            }
        }
        return costs;
    }

    private static Cost cost(Connection connection, Step step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(OnlyByIndex.IN_THIS_TRANSACTION);
        }
        long before = rows(connection);
        long began = System.nanoTime();
        step.run(connection);
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        long rows = rows(connection) - before;
        connection.rollback();
        return new Cost(rows, time);
    }

    private static long rows(Connection connection) {
        return Sql.number(
                connection,
                """
                SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables
                WHERE relname IN ('idempotency_key', 'key_in_doubt', 'key_kept')\
                """);
    }
}
