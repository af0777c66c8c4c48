package global.pryzma.ledger.books;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Optional;

/** The table {@code currency}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CurrencyRows extends GenericRepository<CurrencyRow, String> {
    @Query("SELECT code, exponent FROM currency WHERE code = :code")
    Optional<CurrencyRow> find(String code);
}
