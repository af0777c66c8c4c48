package global.pryzma.ledger.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/**
 * The two commits of a key with nothing round them: a row like a claim's is inserted, and gets what
 * is like a response. One connection, prepared statements, each a transaction of its own.
 *
 * @param insert the first
 * @param update the second
 */
record RawCommits(Measured insert, Measured update) {
    private static final int CLAIM_BYTES = 250;
    private static final int RESPONSE_BYTES = 120;

    static RawCommits measure(String url, Duration warmUp, Duration time) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            statement.execute("DROP SCHEMA IF EXISTS benchmark_floor CASCADE");
            statement.execute("CREATE SCHEMA benchmark_floor");
            statement.execute(
                    """
                    CREATE TABLE benchmark_floor.claim (
                        organisation uuid NOT NULL, key uuid NOT NULL, content bytea NOT NULL,
                        response bytea, PRIMARY KEY (organisation, key)) WITH (fillfactor = 50)\
                    """);
            alternate(connection, warmUp);
            RawCommits measured = alternate(connection, time);
            statement.execute("DROP SCHEMA benchmark_floor CASCADE");
            return measured;
        }
    }

    private static RawCommits alternate(Connection connection, Duration time) throws SQLException {
        Meter insert = new Meter();
        Meter update = new Meter();
        UUID organisation = UUID.randomUUID();
        long end = System.nanoTime() + time.toNanos();
        try (PreparedStatement claim =
                        connection.prepareStatement(
                                "INSERT INTO benchmark_floor.claim (organisation, key, content)"
                                        + " VALUES (?, ?, ?)");
                PreparedStatement answer =
                        connection.prepareStatement(
                                "UPDATE benchmark_floor.claim SET response = ?"
                                        + " WHERE organisation = ? AND key = ?")) {
            claim.setObject(1, organisation);
            claim.setBytes(3, new byte[CLAIM_BYTES]);
            answer.setBytes(1, new byte[RESPONSE_BYTES]);
            answer.setObject(2, organisation);
            while (System.nanoTime() < end) {
                UUID key = UUID.randomUUID();
                claim.setObject(2, key);
                answer.setObject(3, key);
                one(claim, insert);
                one(answer, update);
            }
        }
        return new RawCommits(insert.look(), update.look());
    }

    private static void one(PreparedStatement statement, Meter meter) throws SQLException {
        long began = System.nanoTime();
        if (statement.executeUpdate() != 1) {
            throw new IllegalStateException("not one row");
        }
        meter.took(System.nanoTime() - began);
    }
}
