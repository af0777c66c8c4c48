package global.pryzma.ledger.sweep;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The row of table {@code sweep}.
 *
 * @param accountsUntilNanos the ledger's timestamp of the youngest account compared; 0 for none
 * @param transfersUntilNanos the same of transfers
 * @param finishedAt when the end of the ledger was last reached
 */
@MappedEntity("sweep")
record SweepRow(
        @Id boolean onlyRow,
        long accountsUntilNanos,
        long transfersUntilNanos,
        @Nullable Instant finishedAt) {
    long until(boolean ofAccounts) {
        return ofAccounts ? accountsUntilNanos : transfersUntilNanos;
    }
}
