package global.pryzma.ledger.program;

import global.pryzma.ledger.postgres.rows.BulkInsert;
import global.pryzma.ledger.postgres.rows.ColumnUpdate;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code program} and {@code program_change}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProgramRows extends GenericRepository<ProgramRow, UUID> {
    BulkInsert<ProgramRow> INSERT =
            BulkInsert.<ProgramRow>into("program")
                    .uuid("id", ProgramRow::id)
                    .uuid("organisation_id", ProgramRow::organisationId)
                    .text("name", ProgramRow::name)
                    .json("currencies", ProgramRow::currencies)
                    .json("metadata", ProgramRow::metadata)
                    .text("content", ProgramRow::content)
                    .bigint("created_at_nanos", ProgramRow::createdAtNanos)
                    .build();

    ColumnUpdate NAME = ColumnUpdate.text("program", "name");
    ColumnUpdate METADATA = ColumnUpdate.json("program", "metadata");
    ColumnUpdate CURRENCIES = ColumnUpdate.json("program", "currencies");

    BulkInsert<ProgramChangeRow> CHANGE =
            BulkInsert.<ProgramChangeRow>into("program_change")
                    .uuid("id", ProgramChangeRow::id)
                    .uuid("program_id", ProgramChangeRow::programId)
                    .build();

    /** Whether the change with this id was made. */
    @Query("SELECT EXISTS (SELECT FROM program_change WHERE id = :id)")
    boolean isChangeMade(UUID id);

    @Query("SELECT * FROM program WHERE id = :id")
    Optional<ProgramRow> find(UUID id);

    @Query("SELECT * FROM program WHERE id IN (:ids)")
    List<ProgramRow> find(Collection<UUID> ids);

    /** An organisation's programs, newest first, those before {@code sequence}. */
    @Query(
            "SELECT * FROM program WHERE organisation_id = :organisation AND sequence < :sequence"
                    + " ORDER BY sequence DESC LIMIT :limit")
    List<ProgramRow> page(UUID organisation, long sequence, int limit);
}
