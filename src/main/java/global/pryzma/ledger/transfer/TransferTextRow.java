package global.pryzma.ledger.transfer;

import global.pryzma.ledger.ledger.LedgerTransfer;
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
 * @param createdAtNanos the ledger's timestamp of the transfer; null of what an older version has
 *     written, until {@link TimesOfWords} has found it
 */
@MappedEntity("transfer_text")
record TransferTextRow(
        @Id UUID id,
        UUID organisationId,
        @Nullable String description,
        @Nullable String reference,
        @Nullable String metadata,
        @Nullable Long createdAtNanos) {
    static TransferTextRow of(LedgerTransfer transfer, UUID organisation, Wording words) {
        return new TransferTextRow(
                transfer.transfer().id().toUuid(),
                organisation,
                words.description(),
                words.reference(),
                words.metadata().column(),
                transfer.timestamp());
    }

    /** Of a transfer of which the words are not known. */
    static TransferTextRow begun(UUID transfer, UUID organisation, long createdAtNanos) {
        return new TransferTextRow(transfer, organisation, null, null, null, createdAtNanos);
    }

    Wording words() {
        return new Wording(description, reference, Metadata.ofColumn(metadata));
    }
}
