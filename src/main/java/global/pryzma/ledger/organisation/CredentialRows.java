package global.pryzma.ledger.organisation;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Optional;
import java.util.UUID;

/** The tables {@code organisation} and {@code credential}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CredentialRows extends GenericRepository<CredentialRow, String> {
    @Query("SELECT * FROM credential WHERE client_id = :clientId")
    Optional<CredentialRow> find(String clientId);

    @Query("INSERT INTO organisation (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING")
    void insertOrganisationIfAbsent(UUID id, String name);

    @Query(
            "INSERT INTO credential (client_id, organisation_id, secret_hash, scopes)"
                    + " VALUES (:clientId, :organisationId, :secretHash, :scopes)"
                    + " ON CONFLICT DO NOTHING")
    void insertIfAbsent(String clientId, UUID organisationId, byte[] secretHash, String scopes);
}
