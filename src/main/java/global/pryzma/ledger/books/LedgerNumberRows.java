package global.pryzma.ledger.books;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code ledger_number}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LedgerNumberRows extends GenericRepository<LedgerNumberRow, Integer> {
    @Query("SELECT * FROM ledger_number WHERE number = :number")
    Optional<LedgerNumberRow> find(int number);

    @Query("SELECT * FROM ledger_number WHERE number IN (:numbers)")
    List<LedgerNumberRow> find(Collection<Integer> numbers);

    @Query(
            "SELECT * FROM ledger_number"
                    + " WHERE organisation_id = :organisation AND currency = :currency")
    Optional<LedgerNumberRow> find(UUID organisation, String currency);

    @Query("SELECT * FROM ledger_number WHERE organisation_id = :organisation LIMIT :limit")
    List<LedgerNumberRow> of(UUID organisation, int limit);

    /**
     * A number that nobody has been given, and that nobody else will be, whatever becomes of it.
     */
    @Query("SELECT nextval('ledger_number_sequence')::integer")
    int next();

    /** Gives the number to the organisation, if it has none for the currency yet. */
    @Query(
            "INSERT INTO ledger_number (number, organisation_id, currency)"
                    + " VALUES (:number, :organisation, :currency) ON CONFLICT DO NOTHING")
    void insert(int number, UUID organisation, String currency);
}
