package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.idempotency.packed.PackedClaim.Unpacked;
import global.pryzma.ledger.testing.StoredClaims;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.UUID;

/** Keys that were used before, as many services have them at any moment. */
final class Stored {
    private static final int BATCH = 250_000;

    private static final String EXAMPLE =
            """
            (SELECT * FROM idempotency_key WHERE operation_number = 1
                AND recorded_at IS NOT NULL ORDER BY claimed_at DESC LIMIT 1)\
            """;

    private Stored() {}

    /**
     * Copies the newest recorded key so many times, with other keys, spread over the last 24 hours.
     */
    static void fill(String jdbcUrl, int keys) throws SQLException {
        fill(jdbcUrl, keys, "gen_random_uuid()");
    }

    /**
     * The same with certain keys.
     *
     * @param key in SQL, of n, which counts from 1
     */
    static void fill(String jdbcUrl, int keys, String key) throws SQLException {
        inBatches(
                jdbcUrl,
                keys,
                """
                INSERT INTO idempotency_key (organisation_id, key, operation_number,
                    encoding_version, fingerprint, command, plan, claimed_at, recorded_at, response)
                SELECT k.organisation_id, %s, k.operation_number,
                    k.encoding_version, k.fingerprint, k.command, k.plan, t.at, t.at, k.response
                FROM %%s k,
                    (SELECT now() - interval '24 hours' + n * interval '24 hours' / %%d AS at, n
                     FROM generate_series(%%d, %%d) AS n) t\
                """
                        .formatted(key));
    }

    /** What the ledger has of a key in doubt. */
    enum Fate {
        EXECUTED,
        NEVER_SEEN
    }

    /**
     * Copies the claim that {@link StoredClaims} has kept of a transfer so many times, as claimed
     * within an hour, and by a version of the service before the packed rows.
     *
     * @param age of the youngest of them, as an interval of Postgres
     * @param due when the ledger is to be asked for them, as an interval of Postgres from now
     */
    static void inDoubt(String jdbcUrl, int keys, Fate fate, String age, String due)
            throws SQLException {
        Unpacked claim = StoredClaims.of(jdbcUrl, aTransfer(jdbcUrl));
        String plan =
                switch (fate) {
                    case EXECUTED -> "c.plan";
                    // With another id in it.
                    case NEVER_SEEN ->
                            "overlay(c.plan PLACING uuid_send(gen_random_uuid()) FROM 5 FOR 16)";
                };
        inBatches(
                jdbcUrl,
                keys,
                """
                WITH made AS (
                    INSERT INTO idempotency_key (organisation_id, key, operation, encoding_version,
                        fingerprint, command, plan, claimed_at, owner)
                    SELECT k.organisation_id, gen_random_uuid(), 'transfers.create',
                        k.encoding_version & 255, k.fingerprint, c.command, %s, t.at,
                        gen_random_uuid()
                    FROM %%s k, (VALUES ('\\x%s'::bytea, '\\x%s'::bytea)) AS c (command, plan),
                        (SELECT now() - interval '%s' - interval '1 hour'
                            + n * interval '1 hour' / %%d AS at
                        FROM generate_series(%%d, %%d) AS n) t
                    RETURNING organisation_id, key)
                INSERT INTO key_in_doubt (organisation_id, key, due_at)
                SELECT organisation_id, key, now() + interval '%s' FROM made\
                """
                        .formatted(
                                plan,
                                HexFormat.of().formatHex(claim.command()),
                                HexFormat.of().formatHex(claim.plan()),
                                age,
                                due));
    }

    private static UUID aTransfer(String jdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT key FROM kept_claim WHERE operation_number = 1"
                                        + " LIMIT 1")) {
            found.next();
            return found.getObject(1, UUID.class);
        }
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
