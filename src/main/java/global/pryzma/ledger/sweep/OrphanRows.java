package global.pryzma.ledger.sweep;

import global.pryzma.ledger.postgres.rows.BulkInsert;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table {@code ledger_orphan}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OrphanRows extends GenericRepository<OrphanRow, UUID> {
    BulkInsert<OrphanRow> INSERT =
            BulkInsert.<OrphanRow>into("ledger_orphan")
                    .uuid("id", OrphanRow::id)
                    .text("kind", OrphanRow::kind)
                    .text("reason", OrphanRow::reason)
                    .bigint("ledger_number", OrphanRow::ledgerNumber)
                    .integer("code", OrphanRow::code)
                    .uuid("program_id", OrphanRow::programId)
                    .bigint("created_at_nanos", OrphanRow::createdAtNanos)
                    .build();

    /** The orphans, newest first, those before {@code createdAtNanos}. */
    @Query(
            "SELECT * FROM ledger_orphan WHERE created_at_nanos < :createdAtNanos"
                    + " ORDER BY created_at_nanos DESC LIMIT :limit")
    List<OrphanRow> page(long createdAtNanos, int limit);

    @Query("SELECT * FROM ledger_orphan WHERE kind = :kind AND id IN (:ids)")
    List<OrphanRow> find(String kind, Collection<UUID> ids);

    /** The ledger numbers, of these, that a transfer stands for. */
    @Query(
            "SELECT ledger_number FROM ledger_orphan"
                    + " WHERE kind = 'transfer' AND ledger_number IN (:numbers)")
    List<Long> numbersOfTransfers(Collection<Long> numbers);

    @Query("DELETE FROM ledger_orphan WHERE kind = :kind AND id IN (:ids)")
    void delete(String kind, Collection<UUID> ids);

    @Query("SELECT count(*) FROM ledger_orphan WHERE kind = :kind")
    long count(String kind);
}
