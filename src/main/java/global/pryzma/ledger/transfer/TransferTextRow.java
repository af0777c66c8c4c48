package global.pryzma.ledger.transfer;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code transfer_text}: the words of a transfer, which the ledger has no place for.
 *
 * @param metadata a JSON object of texts
 */
@MappedEntity("transfer_text")
record TransferTextRow(
        @Id UUID id,
        UUID organisationId,
        @Nullable String description,
        @Nullable String reference,
        @Nullable String metadata) {}
