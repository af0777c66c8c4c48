package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedClaim;
import global.pryzma.ledger.idempotency.packed.PackedClaim.Unpacked;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.postgres.rows.ParameterRows;
import global.pryzma.ledger.postgres.rows.ParameterRows.Column;
import global.pryzma.ledger.postgres.rows.ParameterRows.Texts;
import global.pryzma.ledger.postgres.rows.Pipeline;
import global.pryzma.ledger.postgres.rows.Pipeline.Result;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The statements on {@code idempotency_key}; nothing else touches that table. Each takes any number
 * of keys, none twice, in the order of {@link ScopedKey}, and runs in the caller's transaction.
 */
public final class KeyTable {
    private static final String COLUMNS =
            """
            k.organisation_id, k.key, k.operation, k.operation_number, k.encoding_version, k.fingerprint,
            k.command, k.plan, k.claim, k.owner, coalesce(k.lease_until > now(), false) AS leased, k.claimed_at,
            (extract(epoch FROM now() - k.claimed_at) * 1000)::bigint AS age_millis, k.response,
            k.status, k.content_type, k.body\
            """;

    /**
     * A key whose record is gone is good for the same again and for nothing else. The ledger sees
     * to that by the ids of what a key has made; of what only Postgres has, the trace does, which
     * every claim meets. As a subquery of one row it can only be a look into the index.
     */
    private static final String CLAIM_FROM =
            """
            INSERT INTO idempotency_key (organisation_id, key, operation, operation_number,
                encoding_version, fingerprint, command, plan, claim, owner, lease_until)
            SELECT o, k, op, n::smallint, v::smallint, f, c, p, packed, w, now() + l * interval '1 millisecond'
            FROM
            """;

    private static final ParameterRows<Claim> CLAIMS =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", claim -> claim.key().organisation()),
                            new Column<>("uuid", claim -> claim.key().key()),
                            new Column<>("text", KeyTable::name),
                            new Column<>("integer", KeyTable::number),
                            new Column<>("integer", KeyTable::form),
                            new Column<>("bytea", claim -> claim.fingerprint().bytes()),
                            new Column<>("bytea", claim -> claim.work().command()),
                            new Column<>("bytea", claim -> claim.work().plan()),
                            new Column<>("bytea", claim -> claim.work().packed()),
                            new Column<>("uuid", Claim::owner),
                            new Column<>("bigint", Claim::leaseMillis),
                            new Column<>("uuid", Claim::firstId),
                            new Column<>("bytea", claim -> claim.traced().bytes())));

    private static final String IF_FREE =
            """
            WHERE coalesce((SELECT NOT t.cancelled AND t.fingerprint = traced
                FROM key_trace t WHERE t.id = first), true)
            ON CONFLICT DO NOTHING
            RETURNING organisation_id, key\
            """;

    private static final String CLAIMED =
            " AS claims (o, k, op, n, v, f, c, p, packed, w, l, first, traced)\n" + IF_FREE;

    private static final Texts CLAIM = CLAIMS.texts(rows -> CLAIM_FROM + rows + CLAIMED);

    /**
     * The same without waiting for the disk. The setting is made within the statement, and is its
     * transaction's alone; {@code FROM} makes sure that it is made.
     */
    private static final Texts CLAIM_UNFLUSHED =
            CLAIMS.texts(rows ->
                    "WITH unflushed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off',"
                            + " true)) "
                            + CLAIM_FROM
                            + "unflushed, "
                            + rows
                            + CLAIMED);

    private static final ParameterRows<Concluded> CONCLUDED_CLAIMS =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", row -> row.claim().key().organisation()),
                            new Column<>("uuid", row -> row.claim().key().key()),
                            new Column<>("text", row -> name(row.claim())),
                            new Column<>("integer", row -> number(row.claim())),
                            new Column<>("integer", row -> form(row.claim())),
                            new Column<>("bytea", row -> row.claim().fingerprint().bytes()),
                            new Column<>("bytea", row -> row.claim().work().command()),
                            new Column<>("bytea", row -> row.claim().work().plan()),
                            new Column<>("bytea", row -> row.end().response().bytes()),
                            new Column<>("uuid", row -> row.claim().firstId()),
                            new Column<>("bytea", row -> row.claim().traced().bytes())));

    /** The row is as if it had been claimed and recorded. */
    private static final Texts CONCLUDE =
            CONCLUDED_CLAIMS.texts(rows ->
                    """
                    INSERT INTO idempotency_key (organisation_id, key, operation, operation_number,
                        encoding_version, fingerprint, command, plan, recorded_at, response)
                    SELECT o, k, op, n::smallint, v::smallint, f, c, p, now(), b
                    FROM %s AS claims (o, k, op, n, v, f, c, p, b, first, traced)
                    %s\
                    """
                            .formatted(rows, IF_FREE));

    private static final String FIND =
            "SELECT "
                    + COLUMNS
                    + """

                     FROM unnest(?::uuid[], ?::uuid[]) AS wanted (o, w)
                    JOIN idempotency_key k ON k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[w])\
                    """;

    private static final String LARGE =
            """
            SELECT k.organisation_id, k.key
            FROM unnest(?::uuid[], ?::uuid[]) AS wanted (o, w)
            JOIN idempotency_key k ON k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[w])
            WHERE octet_length(k.command) > 8192 OR octet_length(k.claim) > 8192\
            """;

    private static final String FIND_ONE =
            "SELECT "
                    + COLUMNS
                    + " FROM idempotency_key k WHERE k.organisation_id = ? AND k.key = ?";

    /** What nobody reads any more goes. The form of the row has {@link RowForm#PACKED} then. */
    private static final String RECORD_FROM =
            """
            UPDATE idempotency_key k
            SET recorded_at = now(), response = b, encoding_version = (k.encoding_version | 256)::smallint,
                claim = NULL, owner = NULL, lease_until = NULL
            FROM
            """;

    private static final ParameterRows<Recording> RESPONSES =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", recording -> recording.key().organisation()),
                            new Column<>("uuid", recording -> recording.key().key()),
                            new Column<>("bytea", recording -> recording.fingerprint().bytes()),
                            new Column<>("bytea", recording -> recording.response().bytes())));

    private static final String RECORDED =
            """
             AS responses (o, r, f, b)
            WHERE k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r]) AND k.fingerprint = f AND k.recorded_at IS NULL
            RETURNING k.organisation_id, k.key\
            """;

    private static final Texts RECORD = RESPONSES.texts(rows -> RECORD_FROM + rows + RECORDED);

    /** Both, in one statement and so in one commit; the claims come first. */
    private static final String CLAIM_AND_RECORD =
            "WITH claimed AS ("
                    + CLAIM.many()
                    + "), recorded AS ("
                    + RECORD.many()
                    + """
                    )
                    SELECT organisation_id, key, true FROM claimed
                    UNION ALL SELECT organisation_id, key, false FROM recorded\
                    """;

    private static final String END_LEASE =
            """
            WITH ended AS (
                UPDATE idempotency_key k SET lease_until = NULL
                FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS leases (o, r, w)
                WHERE k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r]) AND k.owner = w
                    AND k.recorded_at IS NULL
                RETURNING k.organisation_id, k.key)
            INSERT INTO key_in_doubt (organisation_id, key)
            SELECT organisation_id, key FROM ended ORDER BY organisation_id, key
            ON CONFLICT DO NOTHING\
            """;

    private static final ParameterRows<Unclaim> GIVEN_BACK =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", claim -> claim.key().organisation()),
                            new Column<>("uuid", claim -> claim.key().key()),
                            new Column<>("uuid", Unclaim::owner)));

    private static final Texts UNCLAIM =
            GIVEN_BACK.texts(rows ->
                    "DELETE FROM idempotency_key k USING "
                            + rows
                            + """
                             AS claims (o, r, w)
                            WHERE k.organisation_id = ANY (ARRAY[o]) AND k.key = ANY (ARRAY[r]) AND k.owner = w AND k.recorded_at IS NULL
                            RETURNING k.organisation_id, k.key\
                            """);

    private static final String TAKE_OVER =
            """
            UPDATE idempotency_key SET owner = ?, lease_until = now() + ? * interval '1 millisecond'
            WHERE organisation_id = ? AND key = ? AND owner = ? AND recorded_at IS NULL
                AND coalesce(lease_until <= now(), true)\
            """;

    private KeyTable() {}

    private record Concluded(Claim claim, Recording end) {}

    /**
     * The keys of what was written.
     *
     * @param claimed of the claims whose keys were free
     * @param recorded of the responses where there was none yet
     */
    record Written(Set<ScopedKey> claimed, Set<ScopedKey> recorded) {}

    /** Inserts the claims whose keys are free, and writes the responses where there is none yet. */
    static Written write(Connection connection, List<Claim> claims, List<Recording> recordings)
            throws SQLException {
        if (claims.isEmpty() || recordings.isEmpty()) {
            return new Written(
                    claims.isEmpty() ? Set.of() : returning(connection, CLAIM, CLAIMS, claims),
                    recordings.isEmpty() ? Set.of() : record(connection, recordings));
        }
        Written written = new Written(new HashSet<>(), new HashSet<>());
        try (PreparedStatement statement = connection.prepareStatement(CLAIM_AND_RECORD)) {
            int next = CLAIMS.setMany(statement, 1, claims);
            RESPONSES.setMany(statement, next, recordings);
            try (ResultSet keys = statement.executeQuery()) {
                while (keys.next()) {
                    (keys.getBoolean(3) ? written.claimed() : written.recorded()).add(key(keys));
                }
            }
        }
        return written;
    }

    /**
     * Inserts claims that {@link Claim#mayBeLost}, in a transaction that does not wait for the disk
     * when it is committed. Returns the keys that were free.
     */
    static Set<ScopedKey> claimUnflushed(Connection connection, List<Claim> claims)
            throws SQLException {
        return returning(connection, CLAIM_UNFLUSHED, CLAIMS, claims);
    }

    /**
     * Inserts the claims whose keys are free together with their responses, when the pipeline runs.
     *
     * @param ends the responses, in the order of the claims
     * @return the keys that were free
     */
    static Result<Set<ScopedKey>> conclude(
            Pipeline pipeline, List<Claim> claims, List<Recording> ends) {
        List<Concluded> rows = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            rows.add(new Concluded(claims.get(i), ends.get(i)));
        }
        return pipeline.query(
                CONCLUDE.of(rows.size()),
                (statement, first) -> CONCLUDED_CLAIMS.set(statement, first, rows),
                KeyTable::keys);
    }

    private static @Nullable Integer number(Claim claim) {
        return OperationNumbers.of(claim.operation());
    }

    private static @Nullable String name(Claim claim) {
        return number(claim) == null ? claim.operation() : null;
    }

    private static int form(Claim claim) {
        return RowForm.of(
                claim.encodingVersion(), number(claim) != null, claim.work().commandIsPacked());
    }

    public static Map<ScopedKey, ClaimedKey> find(Connection connection, Collection<ScopedKey> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<ScopedKey, ClaimedKey> rows = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, uuids(connection, keys, ScopedKey::organisation));
            statement.setObject(2, uuids(connection, keys, ScopedKey::key));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    ClaimedKey row = row(found);
                    rows.put(row.key(), row);
                }
            }
        }
        return rows;
    }

    /** Those of the keys whose rows are too large to be read together. */
    public static Set<ScopedKey> large(Connection connection, Collection<ScopedKey> keys)
            throws SQLException {
        Set<ScopedKey> large = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(LARGE)) {
            statement.setObject(1, uuids(connection, keys, ScopedKey::organisation));
            statement.setObject(2, uuids(connection, keys, ScopedKey::key));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    large.add(
                            new ScopedKey(
                                    found.getObject(1, UUID.class),
                                    found.getObject(2, UUID.class)));
                }
            }
        }
        return large;
    }

    public static Optional<ClaimedKey> find(Connection connection, ScopedKey key)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND_ONE)) {
            statement.setObject(1, key.organisation());
            statement.setObject(2, key.key());
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? Optional.of(row(found)) : Optional.empty();
            }
        }
    }

    /** Writes the responses, where there is none yet, when the pipeline runs. */
    static void record(Pipeline pipeline, List<Recording> recordings) {
        pipeline.add(
                RECORD.of(recordings.size()),
                (statement, first) -> RESPONSES.set(statement, first, recordings));
    }

    /** Writes the responses where there is none yet and returns the keys of these. */
    private static Set<ScopedKey> record(Connection connection, List<Recording> recordings)
            throws SQLException {
        return returning(connection, RECORD, RESPONSES, recordings);
    }

    /** Lets others work on the keys, and lists these as in doubt. */
    static void endLeases(Connection connection, List<EndLease> leases) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_LEASE)) {
            statement.setArray(1, uuids(connection, leases, lease -> lease.key().organisation()));
            statement.setArray(2, uuids(connection, leases, lease -> lease.key().key()));
            statement.setArray(3, uuids(connection, leases, EndLease::owner));
            statement.executeUpdate();
        }
    }

    /** Deletes the claims that are still their owners' and have no response, and returns these. */
    static Set<ScopedKey> unclaim(Connection connection, List<Unclaim> claims) throws SQLException {
        return returning(connection, UNCLAIM, GIVEN_BACK, claims);
    }

    /** Takes the place of an owner whose lease is over; false when another was faster. */
    public static boolean takeOver(
            Connection connection, ScopedKey key, UUID from, UUID to, Duration lease)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE_OVER)) {
            statement.setObject(1, to);
            statement.setLong(2, lease.toMillis());
            statement.setObject(3, key.organisation());
            statement.setObject(4, key.key());
            statement.setObject(5, from);
            return statement.executeUpdate() == 1;
        }
    }

    private static ClaimedKey row(ResultSet found) throws SQLException {
        ScopedKey key =
                new ScopedKey(
                        found.getObject("organisation_id", UUID.class),
                        found.getObject("key", UUID.class));
        int stored = found.getInt("encoding_version");
        boolean known = RowForm.isKnown(stored);
        byte[] claim = found.getBytes("claim");
        Unpacked work =
                claim != null && known
                        ? new PackedClaim(claim).unpack(key)
                        : new Unpacked(
                                WorkColumns.command(
                                        key,
                                        found.getBytes("command"),
                                        known && (stored & RowForm.COMMAND) != 0),
                                found.getBytes("plan"));
        UUID owner = found.getObject("owner", UUID.class);
        return new ClaimedKey(
                key,
                operation(found),
                RowForm.encodingVersion(stored),
                Fingerprint.stored(found.getBytes("fingerprint")),
                work.command(),
                work.plan(),
                owner == null ? ClaimedKey.NOBODY : owner,
                found.getBoolean("leased"),
                found.getObject("claimed_at", OffsetDateTime.class).toInstant(),
                Duration.ofMillis(found.getLong("age_millis")),
                response(found, key, known));
    }

    /** The operation's name, from whichever of its columns; null if the row has neither. */
    static @Nullable String operation(ResultSet found) throws SQLException {
        String name = found.getString("operation");
        int number = found.getInt("operation_number");
        return found.wasNull() ? name : OperationNumbers.name(number);
    }

    private static @Nullable RecordedResponse response(
            ResultSet found, ScopedKey key, boolean known) throws SQLException {
        byte[] packed = found.getBytes("response");
        if (packed != null) {
            return known ? new PackedResponse(packed).unpack(key) : null;
        }
        int status = found.getInt("status");
        return found.wasNull()
                ? null
                : new RecordedResponse(
                        status, found.getString("content_type"), found.getBytes("body"));
    }

    private static <T> Set<ScopedKey> returning(
            Connection connection, Texts texts, ParameterRows<T> parameters, List<T> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(texts.of(rows.size()))) {
            parameters.set(statement, rows);
            try (ResultSet found = statement.executeQuery()) {
                return keys(found);
            }
        }
    }

    private static Set<ScopedKey> keys(ResultSet found) throws SQLException {
        Set<ScopedKey> keys = new HashSet<>();
        while (found.next()) {
            keys.add(key(found));
        }
        return keys;
    }

    private static ScopedKey key(ResultSet found) throws SQLException {
        return new ScopedKey(found.getObject(1, UUID.class), found.getObject(2, UUID.class));
    }
}
