package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.InDoubt;
import global.pryzma.ledger.idempotency.key.ScopedKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The statements on {@code key_in_doubt}, and on the mark of the search for such keys. */
public final class InDoubtTable {
    /** The next slice of claims: a number of them, or all that are old enough. */
    private static final String SCAN =
            """
            WITH mark AS (SELECT scanned_until FROM claim_scan FOR UPDATE SKIP LOCKED),
            slice AS (
                SELECT m.scanned_until AS since, greatest(m.scanned_until, coalesce(
                    (SELECT k.claimed_at FROM idempotency_key k
                     WHERE k.claimed_at > m.scanned_until AND k.claimed_at <= now() - age.millis
                     ORDER BY k.claimed_at OFFSET ? LIMIT 1),
                    now() - age.millis)) AS until
                FROM mark m, (SELECT ? * interval '1 millisecond') AS age (millis)),
            noted AS (
                INSERT INTO key_in_doubt (organisation_id, key)
                SELECT organisation_id, key FROM idempotency_key
                WHERE claimed_at > (SELECT since FROM slice)
                    AND claimed_at <= (SELECT until FROM slice) AND recorded_at IS NULL
                ON CONFLICT DO NOTHING)
            UPDATE claim_scan c SET scanned_until = s.until
            FROM slice s, (SELECT ? * interval '1 millisecond') AS age (millis)
            RETURNING s.until < now() - age.millis\
            """;

    /** The older the doubt, the rarer the question. */
    private static final String TAKE_DUE =
            """
            UPDATE key_in_doubt
            SET due_at = now() + greatest(? * interval '1 millisecond', (now() - noted_at) / 20)
            WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM key_in_doubt WHERE due_at <= now()
                ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED))
            RETURNING organisation_id, key\
            """;

    private static final String FORGET =
            """
            DELETE FROM key_in_doubt d USING unnest(?::uuid[], ?::uuid[]) AS settled (o, r)
            WHERE d.organisation_id = ANY (ARRAY[o]) AND d.key = ANY (ARRAY[r]) AND NOT EXISTS (
                SELECT FROM idempotency_key k
                WHERE k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r]) AND k.recorded_at IS NULL)\
            """;

    private static final String PAGE =
            """
            SELECT d.sequence, k.organisation_id, k.key, k.claimed_at,
                (extract(epoch FROM now() - k.claimed_at) * 1000)::bigint,
                k.operation, k.operation_number
            FROM key_in_doubt d
            JOIN idempotency_key k
                ON k.organisation_id = ANY (ARRAY[d.organisation_id]) AND k.key = ANY (ARRAY[d.key])
            WHERE d.sequence < ? AND k.recorded_at IS NULL
                AND coalesce(k.lease_until <= now(), true)
            ORDER BY d.sequence DESC LIMIT ?\
            """;

    /** Counts no further than to some thousands, the oldest first. */
    private static final String SUMMARY =
            """
            SELECT count(*), (extract(epoch FROM now() - min(k.claimed_at)) * 1000)::bigint
            FROM (SELECT organisation_id, key FROM key_in_doubt ORDER BY sequence LIMIT 10000) d
            JOIN idempotency_key k
                ON k.organisation_id = ANY (ARRAY[d.organisation_id]) AND k.key = ANY (ARRAY[d.key])
            WHERE k.recorded_at IS NULL AND coalesce(k.lease_until <= now(), true)\
            """;

    private InDoubtTable() {}

    /**
     * The keys in doubt all together.
     *
     * @param count of them, at most 10000
     * @param oldest the age of the oldest; empty if there is none
     */
    public record Summary(long count, Optional<Duration> oldest) {}

    public static Summary summary(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUMMARY);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long count = row.getLong(1);
            return new Summary(
                    count,
                    count == 0
                            ? Optional.empty()
                            : Optional.of(Duration.ofMillis(Math.max(0, row.getLong(2)))));
        }
    }

    /**
     * Searches the next claims for keys without a response.
     *
     * @param age how old a claim must be for its request to have ended
     * @param slice how many claims are searched at most
     * @return whether there are more; false as well when another instance searches
     */
    public static boolean scan(Connection connection, Duration age, int slice) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SCAN)) {
            statement.setInt(1, slice);
            statement.setLong(2, age.toMillis());
            statement.setLong(3, age.toMillis());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Keys to be asked for now; another instance does not get the same ones at the same time. */
    public static List<ScopedKey> takeDue(Connection connection, Duration interval, int limit)
            throws SQLException {
        List<ScopedKey> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TAKE_DUE)) {
            statement.setLong(1, interval.toMillis());
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    due.add(
                            new ScopedKey(
                                    rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
                }
            }
        }
        return due;
    }

    /**
     * Takes these keys off the list, but for those that have a claim without a response: somebody
     * may have claimed one again since it was found to be settled.
     */
    public static void forget(Connection connection, Collection<ScopedKey> settled)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setArray(1, uuids(connection, settled, ScopedKey::organisation));
            statement.setArray(2, uuids(connection, settled, ScopedKey::key));
            statement.executeUpdate();
        }
    }

    /** The keys in doubt that were listed before {@code sequence}, newest first. */
    public static List<InDoubt> page(Connection connection, long sequence, int limit)
            throws SQLException {
        List<InDoubt> page = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setLong(1, sequence);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(
                            new InDoubt(
                                    rows.getLong(1),
                                    rows.getObject(2, UUID.class),
                                    new IdempotencyKey(rows.getObject(3, UUID.class)),
                                    Objects.requireNonNullElse(
                                            KeyTable.operation(rows), OperationNumbers.UNKNOWN),
                                    rows.getObject(4, OffsetDateTime.class).toInstant(),
                                    Duration.ofMillis(Math.max(0, rows.getLong(5)))));
                }
            }
        }
        return page;
    }
}
