package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.postgres.rows.BulkInsert;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table {@code journal_entry_rate}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RateRows extends GenericRepository<RateRow, UUID> {
    BulkInsert<RateRow> INSERT =
            BulkInsert.<RateRow>into("journal_entry_rate")
                    .uuid("id", RateRow::id)
                    .text("rate", RateRow::rate)
                    .build();

    /** The rates of these entries, as far as they have any. */
    @Query("SELECT * FROM journal_entry_rate WHERE id IN (:ids)")
    List<RateRow> find(Collection<UUID> ids);
}
