package global.pryzma.ledger.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Keys that were used before, as many services have them at any moment. */
final class Stored {
    private static final int BATCH = 250_000;

    private static final String EXAMPLE =
            """
            (SELECT * FROM idempotency_key WHERE operation = 'transfers.create'
                AND recorded_at IS NOT NULL ORDER BY claimed_at DESC LIMIT 1)\
            """;

    private Stored() {}

    /**
     * Copies the newest recorded key so many times, with other keys, spread over the last 24 hours.
     */
    static void fill(String jdbcUrl, int keys) throws SQLException {
        inBatches(
                jdbcUrl,
                keys,
                """
                INSERT INTO idempotency_key
                SELECT k.organisation_id, gen_random_uuid(), k.operation, k.encoding_version,
                    k.fingerprint, k.command, k.plan, t.at, k.owner, NULL, t.at, k.status,
                    k.content_type, k.body
                FROM %s k,
                    (SELECT now() - interval '24 hours' + n * interval '24 hours' / %d AS at
                     FROM generate_series(%d, %d) AS n) t\
                """);
    }

    /** What the ledger has of a key in doubt. */
    enum Fate {
        EXECUTED,
        NEVER_SEEN
    }

    /**
     * Copies it so many times without its response, claimed within an hour.
     *
     * @param age of the youngest of them, as an interval of Postgres
     * @param due when the ledger is to be asked for them, as an interval of Postgres from now
     */
    static void inDoubt(String jdbcUrl, int keys, Fate fate, String age, String due)
            throws SQLException {
        String plan =
                switch (fate) {
                    case EXECUTED -> "k.plan";
                    // With another id in it.
                    case NEVER_SEEN ->
                            "overlay(k.plan PLACING uuid_send(gen_random_uuid()) FROM 5 FOR 16)";
                };
        inBatches(
                jdbcUrl,
                keys,
                """
                WITH made AS (
                    INSERT INTO idempotency_key (organisation_id, key, operation, encoding_version,
                        fingerprint, command, plan, claimed_at, owner)
                    SELECT k.organisation_id, gen_random_uuid(), k.operation, k.encoding_version,
                        k.fingerprint, k.command, %s, t.at, k.owner
                    FROM %%s k, (SELECT now() - interval '%s' - interval '1 hour'
                            + n * interval '1 hour' / %%d AS at
                        FROM generate_series(%%d, %%d) AS n) t
                    RETURNING organisation_id, key)
                INSERT INTO key_in_doubt (organisation_id, key, due_at)
                SELECT organisation_id, key, now() + interval '%s' FROM made\
                """
                        .formatted(plan, age, due));
    }

    private static void inBatches(String jdbcUrl, int keys, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            for (int from = 0; from < keys; from += BATCH) {
                int until = Math.min(from + BATCH, keys);
                statement.execute(sql.formatted(EXAMPLE, keys, from + 1, until));
            }
            statement.execute("VACUUM ANALYZE idempotency_key, key_in_doubt");
        }
    }
}
