package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.postgres.rows.BulkInsert;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code journal_entry_text}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EntryTextRows extends GenericRepository<EntryTextRow, UUID> {
    BulkInsert<EntryTextRow> INSERT =
            BulkInsert.<EntryTextRow>into("journal_entry_text")
                    .uuid("id", EntryTextRow::id)
                    .uuid("organisation_id", EntryTextRow::organisationId)
                    .text("description", EntryTextRow::description)
                    .text("reference", EntryTextRow::reference)
                    .json("metadata", EntryTextRow::metadata)
                    .text("rate", EntryTextRow::rate)
                    .build();

    /** The words of these entries, as far as they have any. */
    @Query("SELECT * FROM journal_entry_text WHERE id IN (:ids)")
    List<EntryTextRow> find(Collection<UUID> ids);

    /** Of an organisation one entry at most has a reference. */
    @Query(
            "SELECT * FROM journal_entry_text"
                    + " WHERE organisation_id = :organisation AND reference = :reference LIMIT 1")
    Optional<EntryTextRow> find(UUID organisation, String reference);
}
