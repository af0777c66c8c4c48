package global.pryzma.ledger.transfer;

import global.pryzma.ledger.postgres.rows.BulkInsert;
import global.pryzma.ledger.postgres.rows.ColumnUpdate;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table {@code transfer_text}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TransferTextRows extends GenericRepository<TransferTextRow, UUID> {
    BulkInsert<TransferTextRow> INSERT =
            BulkInsert.<TransferTextRow>into("transfer_text")
                    .uuid("id", TransferTextRow::id)
                    .uuid("organisation_id", TransferTextRow::organisationId)
                    .text("description", TransferTextRow::description)
                    .text("reference", TransferTextRow::reference)
                    .json("metadata", TransferTextRow::metadata)
                    .bigint("created_at_nanos", TransferTextRow::createdAtNanos)
                    // A row that a change has begun gets the words that were there before it.
                    .fillingIn(
                            "begun_by_change",
                            List.of("description", "metadata"),
                            List.of("reference", "created_at_nanos"))
                    .build();

    /**
     * A row for a change, if there is none: the transfer was made without words, or those have not
     * been recorded yet, or are lost.
     */
    BulkInsert<TransferTextRow> FOR_CHANGE =
            BulkInsert.<TransferTextRow>into("transfer_text")
                    .uuid("id", TransferTextRow::id)
                    .uuid("organisation_id", TransferTextRow::organisationId)
                    .bigint("created_at_nanos", TransferTextRow::createdAtNanos)
                    .bool("begun_by_change", row -> true)
                    .build();

    ColumnUpdate DESCRIPTION = ColumnUpdate.text("transfer_text", "description");
    ColumnUpdate METADATA = ColumnUpdate.json("transfer_text", "metadata");

    /** The ids of those that have this reference. */
    @Query(
            "SELECT id FROM transfer_text"
                    + " WHERE organisation_id = :organisation AND reference = :reference"
                    + " LIMIT 10")
    List<UUID> withReference(UUID organisation, String reference);

    /**
     * Those that have any of these references, which may be thousands: one parameter, not each, and
     * none of their other words.
     */
    @Query(
            "SELECT id, reference FROM transfer_text"
                    + " WHERE organisation_id = :organisation AND reference = ANY (:references)")
    List<HeldReference> withReferences(
            UUID organisation, @TypeDef(type = DataType.STRING_ARRAY) String[] references);

    /** The ids of some whose time is to be found out yet. */
    @Query(
            "SELECT id FROM transfer_text"
                    + " WHERE created_at_nanos IS NULL AND metadata IS NOT NULL"
                    + " ORDER BY organisation_id, id LIMIT :limit")
    List<UUID> undated(int limit);

    /** The words of these transfers, as far as they have any. */
    @Query("SELECT * FROM transfer_text WHERE id IN (:ids)")
    List<TransferTextRow> find(Collection<UUID> ids);

    /** How large those are, without reading them. */
    @Query(
            "SELECT id, coalesce(octet_length(description), 0)"
                    + " + coalesce(octet_length(metadata::text), 0) AS bytes"
                    + " FROM transfer_text WHERE id IN (:ids)")
    List<SizeOfWords> sizes(Collection<UUID> ids);
}
