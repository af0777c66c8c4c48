package global.pryzma.ledger.books;

import global.pryzma.ledger.postgres.rows.BulkInsert;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.List;
import java.util.UUID;

/** The tables {@code currency} and {@code private_currency}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CurrencyRows extends GenericRepository<CurrencyRow, String> {
    /** One that is there already under the same code stays as it is. */
    BulkInsert<PrivateCurrencyRow> INSERT =
            BulkInsert.<PrivateCurrencyRow>into("private_currency")
                    .uuid("id", PrivateCurrencyRow::id)
                    .uuid("organisation_id", PrivateCurrencyRow::organisation)
                    .text("code", PrivateCurrencyRow::code)
                    .integer("exponent", PrivateCurrencyRow::exponent)
                    .text("name", PrivateCurrencyRow::name)
                    .build();

    /** Everybody's with this code, and the organisation's: one, or none. */
    @Query(
            "SELECT code, exponent, name, true AS is_private, position FROM private_currency"
                    + " WHERE organisation_id = :organisation AND code = :code"
                    + " UNION ALL SELECT code, exponent, NULL, false, position FROM currency"
                    + " WHERE code = :code")
    List<CurrencyRow> find(UUID organisation, String code);

    /** The organisation's, newest first, then everybody's, those before {@code position}. */
    @Query(
            "(SELECT code, exponent, name, true AS is_private, position FROM private_currency"
                    + " WHERE organisation_id = :organisation AND position < :position"
                    + " ORDER BY position DESC LIMIT :limit)"
                    + " UNION ALL (SELECT code, exponent, NULL, false, position FROM currency"
                    + " WHERE position < :position ORDER BY position DESC LIMIT :limit)"
                    + " ORDER BY position DESC LIMIT :limit")
    List<CurrencyRow> page(UUID organisation, long position, int limit);
}
