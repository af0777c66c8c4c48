package global.pryzma.ledger.organisation;

import global.pryzma.ledger.postgres.rows.BulkInsert;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code organisation}, {@code organisation_change} and {@code organisation_limit}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OrganisationRows extends GenericRepository<OrganisationRow, UUID> {
    BulkInsert<OrganisationRow> INSERT =
            BulkInsert.<OrganisationRow>into("organisation")
                    .uuid("id", OrganisationRow::id)
                    .text("name", OrganisationRow::name)
                    .moment("created_at", row -> row.createdAt().toString())
                    .build();

    BulkInsert<OrganisationChangeRow> CHANGE =
            BulkInsert.<OrganisationChangeRow>into("organisation_change")
                    .uuid("id", OrganisationChangeRow::id)
                    .uuid("organisation_id", OrganisationChangeRow::organisationId)
                    .text("name", OrganisationChangeRow::name)
                    .text("status", OrganisationChangeRow::status)
                    .build();

    BulkInsert<OrganisationLimitRow> LIMIT =
            BulkInsert.<OrganisationLimitRow>into("organisation_limit")
                    .uuid("id", OrganisationLimitRow::id)
                    .text("kind", OrganisationLimitRow::kind)
                    .uuid("organisation_id", OrganisationLimitRow::organisationId)
                    .integer("most", OrganisationLimitRow::most)
                    .build();

    @Query("SELECT * FROM organisation_now WHERE id = :id")
    Optional<OrganisationRow> find(UUID id);

    /** All organisations, newest first, those before {@code sequence}. */
    @Query(
            "SELECT * FROM organisation_now WHERE sequence < :sequence"
                    + " ORDER BY sequence DESC LIMIT :limit")
    List<OrganisationRow> page(long sequence, int limit);

    @Query("INSERT INTO organisation (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING")
    void insertIfAbsent(UUID id, String name);
}
