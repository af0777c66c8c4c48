package global.pryzma.ledger.operations;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface GenesisRepository extends GenericRepository<GenesisRow, Boolean> {
    @Query("INSERT INTO genesis (account_id) VALUES (:accountId) ON CONFLICT DO NOTHING")
    void insertIfAbsent(UUID accountId);

    @Query("SELECT only_row, account_id, written_at FROM genesis")
    Optional<GenesisRow> find();

    @Query("UPDATE genesis SET written_at = coalesce(written_at, now())")
    void markWritten();
}
