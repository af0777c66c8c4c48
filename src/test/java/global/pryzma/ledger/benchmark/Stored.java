package global.pryzma.ledger.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A day's keys, as many services have them at any moment. */
final class Stored {
    private static final int BATCH = 250_000;

    private Stored() {}

    /**
     * Copies the newest recorded key so many times, with other keys, spread over the last 24 hours.
     */
    static void fill(String jdbcUrl, int keys) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            for (int from = 0; from < keys; from += BATCH) {
                int until = Math.min(from + BATCH, keys);
                statement.execute(
                        """
                        INSERT INTO idempotency_key
                        SELECT k.organisation_id, gen_random_uuid(), k.operation, k.encoding_version,
                            k.fingerprint, k.command, k.plan, t.at, k.owner, NULL, t.at, k.status,
                            k.content_type, k.body
                        FROM (SELECT * FROM idempotency_key WHERE operation = 'transfers.create'
                                AND recorded_at IS NOT NULL ORDER BY claimed_at DESC LIMIT 1) k,
                            (SELECT now() - interval '24 hours' + n * interval '24 hours' / %d AS at
                             FROM generate_series(%d, %d) AS n) t\
                        """
                                .formatted(keys, from + 1, until));
            }
            statement.execute("VACUUM ANALYZE idempotency_key");
        }
    }
}
