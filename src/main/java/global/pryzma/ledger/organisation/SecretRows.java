package global.pryzma.ledger.organisation;

import global.pryzma.ledger.postgres.rows.BulkInsert;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code credential_secret}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SecretRows extends GenericRepository<SecretRow, UUID> {
    BulkInsert<SecretRow> INSERT =
            BulkInsert.<SecretRow>into("credential_secret")
                    .uuid("id", SecretRow::id)
                    .text("client_id", SecretRow::clientId)
                    .bytes("secret_hash", SecretRow::secretHash)
                    .bigint("grace_seconds", SecretRow::graceSeconds)
                    .build();

    @Query("SELECT * FROM credential_secret WHERE id = :id")
    Optional<SecretRow> find(UUID id);

    /** A credential's later secrets, oldest first. */
    @Query("SELECT * FROM credential_secret WHERE client_id = :clientId ORDER BY sequence")
    List<SecretRow> ofClient(String clientId);
}
