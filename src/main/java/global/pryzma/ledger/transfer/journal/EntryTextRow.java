package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code journal_entry_text}: the words of an entry, which the ledger has no place for.
 *
 * @param metadata a JSON object of texts
 */
@MappedEntity("journal_entry_text")
record EntryTextRow(
        @Id UUID id,
        UUID organisationId,
        @Nullable String description,
        @Nullable String reference,
        @Nullable String metadata,
        @Nullable String rate) {
    static EntryTextRow of(UUID id, UUID organisation, EntryText text) {
        Wording words = text.words();
        return new EntryTextRow(
                id,
                organisation,
                words.description(),
                words.reference(),
                words.metadata().column(),
                text.rate());
    }

    EntryText text() {
        return new EntryText(
                new Wording(description, reference, Metadata.ofColumn(metadata)), rate);
    }
}
