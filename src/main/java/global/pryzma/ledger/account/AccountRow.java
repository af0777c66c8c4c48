package global.pryzma.ledger.account;

import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code account}.
 *
 * @param type the code of its {@link AccountType}
 * @param metadata a JSON object of texts
 * @param createdAtNanos the ledger's timestamp
 * @param closedAtNanos the ledger's timestamp of its closing; null while it isn't closed
 */
@MappedEntity("account")
record AccountRow(
        @Id UUID id,
        UUID organisationId,
        UUID programId,
        int type,
        int ledgerNumber,
        @Nullable String name,
        @Nullable String metadata,
        long createdAtNanos,
        @Nullable Long closedAtNanos) {
    Label label() {
        return new Label(name, Metadata.ofColumn(metadata));
    }
}
