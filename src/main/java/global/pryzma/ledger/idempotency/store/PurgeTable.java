package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;
import static global.pryzma.ledger.postgres.rows.SqlParameters.update;

import global.pryzma.ledger.idempotency.key.ScopedKey;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The statements of the purge, on its mark, on {@code key_kept} and on {@code idempotency_key}. It
 * passes every claim once, in the order in which they were made. What it can't delete then it keeps
 * in mind with the time at which that may have changed, so that no step looks at it before.
 */
public final class PurgeTable {
    private static final String BEGIN =
            """
            SELECT m.purged_until::text, (
                SELECT k.claimed_at FROM idempotency_key k
                WHERE k.claimed_at > m.purged_until
                    AND k.claimed_at < now() - ? * interval '1 millisecond'
                ORDER BY k.claimed_at OFFSET ? LIMIT 1)::text,
                (now() - ? * interval '1 millisecond')::text
            FROM claim_purge m WHERE m.only_row FOR UPDATE OF m SKIP LOCKED\
            """;

    private static final String DELETE =
            """
            DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM idempotency_key
                WHERE claimed_at > ?::timestamptz AND claimed_at <= ?::timestamptz
                    AND recorded_at < now() - ? * interval '1 millisecond'
                FOR UPDATE SKIP LOCKED))\
            """;

    /** A claim that has its place in the list keeps it. */
    private static final String NOTE =
            """
            INSERT INTO key_in_doubt (organisation_id, key)
            SELECT organisation_id, key FROM idempotency_key
            WHERE claimed_at > ?::timestamptz AND claimed_at <= ?::timestamptz
                AND recorded_at IS NULL
            ON CONFLICT DO NOTHING\
            """;

    private static final String KEEP =
            """
            INSERT INTO key_kept (organisation_id, key, due_at)
            SELECT organisation_id, key, coalesce(recorded_at, now()) + ? * interval '1 millisecond'
            FROM idempotency_key
            WHERE claimed_at > ?::timestamptz AND claimed_at <= ?::timestamptz
            ON CONFLICT DO NOTHING\
            """;

    private static final String ADVANCE =
            "UPDATE claim_purge SET purged_until = ?::timestamptz WHERE only_row";

    private static final String KEPT =
            """
            SELECT organisation_id, key FROM key_kept WHERE due_at <= now()
            ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED\
            """;

    private static final String DELETE_KEPT =
            """
            DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
                SELECT k.ctid FROM unnest(?::uuid[], ?::uuid[]) AS due (o, r)
                JOIN idempotency_key k ON k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r])
                WHERE k.recorded_at < now() - ? * interval '1 millisecond'
                FOR UPDATE OF k SKIP LOCKED))\
            """;

    private static final String FORGET_KEPT =
            """
            DELETE FROM key_kept d USING unnest(?::uuid[], ?::uuid[]) AS due (o, r)
            WHERE d.organisation_id = ANY (ARRAY[o]) AND d.key = ANY (ARRAY[r]) AND NOT EXISTS (
                SELECT FROM idempotency_key k
                WHERE k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r]))\
            """;

    private static final String KEEP_ON =
            """
            UPDATE key_kept d
            SET due_at = coalesce(k.recorded_at, now()) + ? * interval '1 millisecond'
            FROM unnest(?::uuid[], ?::uuid[]) AS due (o, r)
            JOIN idempotency_key k ON k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r])
            WHERE d.organisation_id = ANY (ARRAY[o]) AND d.key = ANY (ARRAY[r])
                AND coalesce(k.recorded_at >= now() - ? * interval '1 millisecond', true)\
            """;

    private static final String FIRST_UNPASSED =
            """
            SELECT (extract(epoch FROM now() - (
                SELECT k.claimed_at FROM idempotency_key k WHERE k.claimed_at > m.purged_until
                ORDER BY k.claimed_at LIMIT 1)) * 1000)::bigint
            FROM claim_purge m WHERE m.only_row\
            """;

    private PurgeTable() {}

    /** The age of the first claim that was not passed yet; empty if all were. */
    public static Optional<Duration> firstUnpassed(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRST_UNPASSED);
                ResultSet row = statement.executeQuery()) {
            long millis = row.next() ? row.getLong(1) : 0;
            return row.wasNull()
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(Math.max(0, millis)));
        }
    }

    /**
     * What one step through the claims has done.
     *
     * @param noted how many had no response and were not listed as in doubt
     * @param more whether there are more that are old enough
     */
    public record Step(int noted, boolean more) {}

    /**
     * Passes the next claims that are older than the retention: deletes those whose responses are,
     * and keeps the others in mind. Nothing is done while another instance is at it.
     *
     * @param limit how many claims are passed at most, but for those of the same moment
     */
    public static Step pass(Connection connection, Duration retention, int limit)
            throws SQLException {
        Slice slice = begin(connection, retention, limit);
        if (slice == null) {
            return new Step(0, false);
        }
        long millis = retention.toMillis();
        update(connection, DELETE, slice.since(), slice.until(), millis);
        int noted = update(connection, NOTE, slice.since(), slice.until());
        update(connection, KEEP, millis, slice.since(), slice.until());
        update(connection, ADVANCE, slice.until());
        return new Step(noted, slice.more());
    }

    /**
     * Looks again at keys that were passed and kept, and may have expired.
     *
     * @return how many it were; one that another transaction has locked stays as it is and does not
     *     count
     */
    public static int passKept(Connection connection, Duration retention, int limit)
            throws SQLException {
        List<ScopedKey> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(KEPT)) {
            statement.setInt(1, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    due.add(
                            new ScopedKey(
                                    rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
                }
            }
        }
        if (due.isEmpty()) {
            return 0;
        }
        Object organisations = uuids(connection, due, ScopedKey::organisation);
        Object keys = uuids(connection, due, ScopedKey::key);
        long millis = retention.toMillis();
        update(connection, DELETE_KEPT, organisations, keys, millis);
        return update(connection, FORGET_KEPT, organisations, keys)
                + update(connection, KEEP_ON, millis, organisations, keys, millis);
    }

    /** Claims that were made after the one time and not after the other. */
    private record Slice(String since, String until, boolean more) {}

    private static @Nullable Slice begin(Connection connection, Duration retention, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setLong(1, retention.toMillis());
            statement.setInt(2, limit - 1);
            statement.setLong(3, retention.toMillis());
            try (ResultSet mark = statement.executeQuery()) {
                if (!mark.next()) {
                    return null;
                }
                String last = mark.getString(2);
                return new Slice(
                        mark.getString(1), last == null ? mark.getString(3) : last, last != null);
            }
        }
    }
}
