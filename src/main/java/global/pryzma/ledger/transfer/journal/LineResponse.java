package global.pryzma.ledger.transfer.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import java.util.UUID;

/**
 * A line of an entry on the wire.
 *
 * @param transferId by which it stands in its account's list; two lines that are each other's only
 *     counterpart have the same
 */
@Serdeable.Serializable
record LineResponse(
        @JsonProperty("account_id") UUID accountId,
        String side,
        String amount,
        String currency,
        @JsonProperty("transfer_id") UUID transferId) {
    static LineResponse of(StoredEntry.Line stored) {
        EntryLine line = stored.line();
        return new LineResponse(
                line.asked().accountId(),
                line.side().text(),
                line.amount().toString(),
                line.currency(),
                stored.transfer().toUuid());
    }
}
