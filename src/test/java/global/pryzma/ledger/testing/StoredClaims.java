package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedClaim;
import global.pryzma.ledger.idempotency.packed.PackedClaim.Unpacked;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/**
 * The rows of keys as they were claimed. A response takes the command and the plan away; for tests
 * that take the response away, as if an instance had died before it recorded one, a trigger keeps
 * them.
 */
public final class StoredClaims {
    private StoredClaims() {}

    /** Keeps what is claimed from now on. */
    public static void keep(String url) {
        Sql.run(
                url,
                """
                CREATE TABLE IF NOT EXISTS kept_claim (LIKE idempotency_key INCLUDING INDEXES);
                CREATE OR REPLACE FUNCTION keep_claim() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    DELETE FROM kept_claim
                    WHERE organisation_id = NEW.organisation_id AND key = NEW.key;
                    INSERT INTO kept_claim SELECT NEW.*;
                    RETURN NULL;
                END $$;
                CREATE OR REPLACE TRIGGER keep_claim AFTER INSERT ON idempotency_key
                    FOR EACH ROW EXECUTE FUNCTION keep_claim()\
                """);
    }

    /**
     * The same, also of mutations without a ledger side: for these no row is written with its
     * response at once. Then the service writes claims first, as it does if a key is not free.
     */
    public static void keepAll(String url) {
        keep(url);
        Sql.run(
                url,
                """
                CREATE OR REPLACE FUNCTION claim_first() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN NULL;
                END $$;
                CREATE OR REPLACE TRIGGER claim_first BEFORE INSERT ON idempotency_key
                    FOR EACH ROW WHEN (NEW.response IS NOT NULL) EXECUTE FUNCTION claim_first()\
                """);
    }

    public static void keepNoMore(String url) {
        Sql.run(
                url,
                """
                DROP TRIGGER keep_claim ON idempotency_key;
                DROP TRIGGER IF EXISTS claim_first ON idempotency_key\
                """);
    }

    /** As if the instance had died before it recorded the response. */
    public static void loseResponse(String url, UUID key) {
        assertThat(
                        Sql.run(
                                url,
                                """
                                UPDATE idempotency_key k
                                SET recorded_at = NULL, status = NULL, content_type = NULL,
                                    body = NULL, response = NULL, owner = c.owner, claim = c.claim,
                                    encoding_version = c.encoding_version
                                FROM kept_claim c
                                WHERE c.organisation_id = k.organisation_id AND c.key = k.key
                                    AND k.key = ?\
                                """,
                                key))
                .isOne();
    }

    /** The command and the plan that were claimed. */
    public static Unpacked of(String url, UUID key) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT organisation_id, command, plan, claim FROM kept_claim WHERE"
                                        + " key = ?")) {
            statement.setObject(1, key);
            try (ResultSet found = statement.executeQuery()) {
                assertThat(found.next()).as("%s was claimed", key).isTrue();
                byte[] packed = found.getBytes("claim");
                return packed == null
                        ? new Unpacked(found.getBytes("command"), found.getBytes("plan"))
                        : new PackedClaim(packed)
                                .unpack(new ScopedKey(found.getObject(1, UUID.class), key));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** As an instance of a version before the packed rows has claimed it. */
    public static void inOldForm(String url, UUID key) {
        try (Connection connection = DriverManager.getConnection(url)) {
            ClaimedKey row = row(connection, key);
            assertThat(
                            Sql.run(
                                    connection,
                                    "UPDATE idempotency_key SET operation = ?, operation_number ="
                                            + " NULL, encoding_version = ?, command = ?, plan = ?,"
                                            + " claim = NULL WHERE key = ?",
                                    Objects.requireNonNull(row.operation()),
                                    row.encodingVersion(),
                                    row.command(),
                                    row.plan(),
                                    key))
                    .isOne();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static ClaimedKey row(Connection connection, UUID key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT organisation_id FROM idempotency_key WHERE key = ?")) {
            statement.setObject(1, key);
            try (ResultSet found = statement.executeQuery()) {
                assertThat(found.next()).as("%s is claimed", key).isTrue();
                ScopedKey scoped = new ScopedKey(found.getObject(1, UUID.class), key);
                return KeyTable.find(connection, scoped).orElseThrow();
            }
        }
    }
}
