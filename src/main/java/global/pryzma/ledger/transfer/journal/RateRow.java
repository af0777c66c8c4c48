package global.pryzma.ledger.transfer.journal;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import java.util.UUID;

/**
 * A row of {@code journal_entry_rate}.
 *
 * @param id of the entry
 * @param rate a decimal, as the client wrote it
 */
@MappedEntity("journal_entry_rate")
record RateRow(@Id UUID id, String rate) {}
