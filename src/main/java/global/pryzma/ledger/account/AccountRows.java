package global.pryzma.ledger.account;

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

/** The table {@code account}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AccountRows extends GenericRepository<AccountRow, UUID> {
    BulkInsert<AccountRow> INSERT =
            columnsOfTheLedger()
                    .text("name", AccountRow::name)
                    .json("metadata", AccountRow::metadata)
                    // A row that was made again without words gets them from the repeated request.
                    .fillingIn("recovered", List.of("name", "metadata"), List.of())
                    .build();

    ColumnUpdate NAME = ColumnUpdate.text("account", "name");
    ColumnUpdate METADATA = ColumnUpdate.json("account", "metadata");
    ColumnUpdate CLOSED_AT = ColumnUpdate.bigint("account", "closed_at_nanos");

    /** Rows made from what the ledger has. */
    BulkInsert<AccountRow> RECOVER = columnsOfTheLedger().bool("recovered", row -> true).build();

    private static BulkInsert.Builder<AccountRow> columnsOfTheLedger() {
        return BulkInsert.<AccountRow>into("account")
                .uuid("id", AccountRow::id)
                .uuid("organisation_id", AccountRow::organisationId)
                .uuid("program_id", AccountRow::programId)
                .integer("type", AccountRow::type)
                .integer("ledger_number", AccountRow::ledgerNumber)
                .bigint("created_at_nanos", AccountRow::createdAtNanos);
    }

    /** Notes again that an account is closed, if that has been lost. */
    @Query(
            "UPDATE account SET closed_at_nanos = :closedAtNanos"
                    + " WHERE id = :id AND closed_at_nanos IS NULL")
    void closeAgain(UUID id, long closedAtNanos);

    /** The ids, of these, that have a row. */
    @Query("SELECT id FROM account WHERE id IN (:ids)")
    List<UUID> present(Collection<UUID> ids);

    @Query("SELECT * FROM account WHERE id IN (:ids)")
    List<AccountRow> find(Collection<UUID> ids);

    @Query("SELECT * FROM account WHERE id = :id AND organisation_id = :organisation")
    Optional<AccountRow> find(UUID organisation, UUID id);

    /** An organisation's accounts, newest first, those before {@code createdAtNanos}. */
    @Query(
            "SELECT * FROM account WHERE organisation_id = :organisation"
                    + " AND created_at_nanos < :createdAtNanos"
                    + " ORDER BY created_at_nanos DESC LIMIT :limit")
    List<AccountRow> page(UUID organisation, long createdAtNanos, int limit);
}
