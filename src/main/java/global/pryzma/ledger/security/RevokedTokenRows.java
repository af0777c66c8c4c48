package global.pryzma.ledger.security;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The table {@code revoked_token}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RevokedTokenRows extends GenericRepository<RevokedTokenRow, UUID> {
    /** The first transaction that has not ended: all before it are seen by whoever reads now. */
    @Query("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
    long horizon();

    /** Those that were added by this transaction or a later one. */
    @Query(
            "SELECT id, expires_at FROM revoked_token"
                    + " WHERE xact >= CAST(CAST(:transaction AS text) AS xid8)")
    List<RevokedTokenRow> since(long transaction);

    @Query(
            "INSERT INTO revoked_token (id, expires_at) VALUES (:id, :expiresAt)"
                    + " ON CONFLICT DO NOTHING")
    void insertIfAbsent(UUID id, Instant expiresAt);

    /** Deletes some of those whose tokens have ended, whatever the clocks are apart. */
    @Query(
            "DELETE FROM revoked_token WHERE id IN (SELECT id FROM revoked_token"
                    + " WHERE expires_at < now() - interval '10 minutes'"
                    + " ORDER BY expires_at LIMIT 10000)")
    void deleteEnded();
}
