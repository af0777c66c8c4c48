package global.pryzma.ledger.transfer;

import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

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
        @Nullable String metadata) {
    static TransferTextRow of(UUID id, UUID organisation, Wording words) {
        return new TransferTextRow(
                id,
                organisation,
                words.description(),
                words.reference(),
                words.metadata().column());
    }

    Wording words() {
        return new Wording(description, reference, Metadata.ofColumn(metadata));
    }
}
