package global.pryzma.ledger.sweep;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.Optional;
import java.util.UUID;

/** The table {@code sweep}, and the lock that one instance at a time holds for a step. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SweepRows extends GenericRepository<SweepRow, Boolean> {
    /** Takes the lock until the end of the transaction; false if another has it. */
    @Query("SELECT pg_try_advisory_xact_lock(:key)")
    boolean tryLock(long key);

    /** Makes the row again, if somebody has emptied the table. */
    @Query("INSERT INTO sweep DEFAULT VALUES ON CONFLICT DO NOTHING")
    void insertIfAbsent();

    @Query("SELECT only_row, accounts_until_nanos, transfers_until_nanos, finished_at FROM sweep")
    Optional<SweepRow> find();

    /** The row, locked: whoever sets the marks back waits until the end of the transaction. */
    @Query(
            "SELECT only_row, accounts_until_nanos, transfers_until_nanos, finished_at FROM sweep"
                    + " FOR UPDATE")
    Optional<SweepRow> lock();

    /** Whether another instance has made a step in the last {@code millis}. */
    @Query(
            "SELECT EXISTS (SELECT FROM sweep WHERE swept_by <> :instance"
                    + " AND swept_at > now() - :millis * interval '1 millisecond')")
    boolean isSweptByAnother(UUID instance, long millis);

    /** Notes a step of this instance, which has come so far. */
    @Query(
            "UPDATE sweep SET swept_by = :instance, swept_at = now(),"
                    + " accounts_until_nanos = greatest(accounts_until_nanos, :accounts),"
                    + " transfers_until_nanos = greatest(transfers_until_nanos, :transfers)")
    void step(UUID instance, long accounts, long transfers);

    @Query("UPDATE sweep SET finished_at = now()")
    void finished();
}
