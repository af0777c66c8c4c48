package global.pryzma.ledger.organisation;

import global.pryzma.ledger.postgres.rows.BulkInsert;
import global.pryzma.ledger.postgres.rows.ColumnUpdate;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code credential}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CredentialRows extends GenericRepository<CredentialRow, String> {
    BulkInsert<CredentialRow> INSERT =
            BulkInsert.<CredentialRow>into("credential")
                    .text("client_id", CredentialRow::clientId)
                    .uuid("organisation_id", CredentialRow::organisationId)
                    .bytes("secret_hash", CredentialRow::secretHash)
                    .text("scopes", CredentialRow::scopes)
                    .moment("created_at", row -> row.createdAt().toString())
                    .uuid("id", CredentialRow::id)
                    .moment(
                            "expires_at",
                            row -> row.expiresAt() == null ? null : row.expiresAt().toString())
                    .text("networks", CredentialRow::networks)
                    .integer("rate_limit", CredentialRow::rateLimit)
                    .bool("external", CredentialRow::external)
                    .build();

    ColumnUpdate REVOKED_AT = new ColumnUpdate("credential", "revoked_at", "timestamptz");

    @Query("SELECT * FROM credential WHERE client_id = :clientId")
    Optional<CredentialRow> find(String clientId);

    /** An organisation's credentials, newest first, those before {@code sequence}. */
    @Query(
            "SELECT * FROM credential WHERE organisation_id = :organisation"
                    + " AND sequence < :sequence ORDER BY sequence DESC LIMIT :limit")
    List<CredentialRow> page(UUID organisation, long sequence, int limit);

    @Query(
            "INSERT INTO credential (client_id, organisation_id, secret_hash, scopes)"
                    + " VALUES (:clientId, :organisationId, :secretHash, :scopes)"
                    + " ON CONFLICT DO NOTHING")
    void insertIfAbsent(String clientId, UUID organisationId, byte[] secretHash, String scopes);
}
