package global.pryzma.ledger.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counters of the parts at one moment. What their reading costs them is less than one part in a
 * thousand of a minute's load. What a given Postgres or cluster does not tell is -1, and its
 * processor time zero.
 *
 * @param statements that Postgres has executed (pg_stat_statements), transaction control left out
 * @param commits of Postgres
 * @param messages that the ledger has committed
 * @param purged keys that were deleted
 * @param vacuums by autovacuum, of the keys' table
 * @param checkpoints of Postgres that are finished
 * @param threads of the service
 */
record Statistics(
        long statements,
        long commits,
        long messages,
        long purged,
        long vacuums,
        long checkpoints,
        Map<ThreadTimes.Kind, Duration> threads,
        Duration serviceCpu,
        Duration postgresCpu,
        Duration loadCpu) {

    private static final String OF_THE_KEYS =
            " FROM pg_stat_user_tables WHERE relname = 'idempotency_key'";

    static Statistics take(Installation installation) {
        try (Connection connection = DriverManager.getConnection(installation.url());
                Statement statement = connection.createStatement()) {
            return new Statistics(
                    countedStatements(statement),
                    number(
                            statement,
                            "SELECT xact_commit FROM pg_stat_database"
                                    + " WHERE datname = current_database()"),
                    installation.messages(),
                    number(statement, "SELECT n_tup_del" + OF_THE_KEYS),
                    number(statement, "SELECT autovacuum_count" + OF_THE_KEYS),
                    number(statement, "SELECT num_timed + num_requested FROM pg_stat_checkpointer"),
                    ThreadTimes.of(installation.process()),
                    cpu(List.of(installation.process())),
                    cpu(installation.postgresProcesses()),
                    cpu(List.of(ProcessHandle.current())));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Statistics since(Statistics before) {
        return new Statistics(
                statements < 0 ? -1 : statements - before.statements,
                commits - before.commits,
                messages < 0 ? -1 : messages - before.messages,
                purged - before.purged,
                vacuums - before.vacuums,
                checkpoints - before.checkpoints,
                threads.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        it ->
                                                it.getValue()
                                                        .minus(
                                                                before.threads.getOrDefault(
                                                                        it.getKey(),
                                                                        Duration.ZERO)))),
                serviceCpu.minus(before.serviceCpu),
                postgresCpu.minus(before.postgresCpu),
                loadCpu.minus(before.loadCpu));
    }

    /** What one request has cost, and what happened meanwhile. */
    String per(Measured measured) {
        return per(measured, "request", 1);
    }

    /**
     * The same of a part of a request.
     *
     * @param parts that a request has
     */
    String per(Measured measured, String part, int parts) {
        double requests = Math.max(1, measured.requests()) * parts;
        String byThread =
                threads.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(it -> it.getKey() + " " + micros(it.getValue(), requests))
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "per %s: %s statements, %s commits, %s messages;"
                        + " CPU in us: service %s (%s), Postgres %s, load %s;"
                        + " processors: service %.2f, Postgres %.2f, load %.2f;"
                        + " meanwhile: %d keys purged, %d vacuums, %d checkpoints",
                part,
                share(statements, requests),
                share(commits, requests),
                share(messages, requests),
                micros(serviceCpu, requests),
                byThread,
                postgresCpu.isZero() ? "?" : micros(postgresCpu, requests),
                micros(loadCpu, requests),
                processors(serviceCpu, measured),
                processors(postgresCpu, measured),
                processors(loadCpu, measured),
                purged,
                vacuums,
                checkpoints);
    }

    private static String share(long count, double requests) {
        return count < 0 ? "?" : String.format(Locale.ROOT, "%.3f", count / requests);
    }

    private static String micros(Duration cpu, double requests) {
        return String.format(Locale.ROOT, "%.1f", cpu.toNanos() / 1e3 / requests);
    }

    private static double processors(Duration cpu, Measured measured) {
        return cpu.toMillis() / 1000.0 / measured.seconds();
    }

    /** A given Postgres may not count them. */
    private static long countedStatements(Statement statement) throws SQLException {
        boolean counts =
                number(
                                statement,
                                "SELECT count(*) FROM pg_extension"
                                        + " WHERE extname = 'pg_stat_statements'")
                        == 1;
        return counts
                ? number(
                        statement,
                        "SELECT sum(calls) FROM pg_stat_statements"
                                + " WHERE query ~* '^(select|insert|update|delete|with)'")
                : -1;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static Duration cpu(Collection<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
