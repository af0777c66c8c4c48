package global.pryzma.ledger.operations;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * The row of table {@code genesis}.
 *
 * @param writtenAt when the account was known to be in the ledger
 */
@MappedEntity("genesis")
record GenesisRow(@Id boolean onlyRow, UUID accountId, @Nullable Instant writtenAt) {}
