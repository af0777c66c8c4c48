package global.pryzma.ledger.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Counters of the parts at one moment. What their reading costs them is less than one part in a
 * thousand of a minute's load.
 *
 * @param statements that Postgres has executed (pg_stat_statements), transaction control left out
 * @param commits of Postgres
 * @param messages that the ledger has committed
 * @param purged keys that were deleted
 * @param vacuums by autovacuum, of the keys' table
 * @param checkpoints of Postgres that are finished
 */
record Statistics(
        long statements,
        long commits,
        long messages,
        long purged,
        long vacuums,
        long checkpoints,
        Duration serviceCpu,
        Duration postgresCpu,
        Duration loadCpu) {

    private static final String OF_THE_KEYS =
            " FROM pg_stat_user_tables WHERE relname = 'idempotency_key'";

    static Statistics take(
            String jdbcUrl, ProcessHandle service, ProcessHandle postmaster, LongSupplier messages)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            return new Statistics(
                    number(
                            statement,
                            "SELECT sum(calls) FROM pg_stat_statements"
                                    + " WHERE query ~* '^(select|insert|update|delete|with)'"),
                    number(
                            statement,
                            "SELECT xact_commit FROM pg_stat_database"
                                    + " WHERE datname = current_database()"),
                    messages.getAsLong(),
                    number(statement, "SELECT n_tup_del" + OF_THE_KEYS),
                    number(statement, "SELECT autovacuum_count" + OF_THE_KEYS),
                    number(statement, "SELECT num_timed + num_requested FROM pg_stat_checkpointer"),
                    cpu(service),
                    Stream.concat(Stream.of(postmaster), postmaster.descendants())
                            .map(Statistics::cpu)
                            .reduce(Duration.ZERO, Duration::plus),
                    cpu(ProcessHandle.current()));
        }
    }

    Statistics since(Statistics before) {
        return new Statistics(
                statements - before.statements,
                commits - before.commits,
                messages - before.messages,
                purged - before.purged,
                vacuums - before.vacuums,
                checkpoints - before.checkpoints,
                serviceCpu.minus(before.serviceCpu),
                postgresCpu.minus(before.postgresCpu),
                loadCpu.minus(before.loadCpu));
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
