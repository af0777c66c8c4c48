package global.pryzma.ledger.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.words.Wording;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** An entry of an account on the wire. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryResponse(
        @JsonProperty("transfer_id") UUID transferId,
        String kind,
        String direction,
        @JsonProperty("counterparty_account_id") @Nullable UUID counterpartyAccountId,
        String amount,
        @JsonProperty("posted_after") String postedAfter,
        @JsonProperty("journal_entry_id") @Nullable UUID journalEntryId,
        @JsonProperty("pending_transfer_id") @Nullable UUID pendingTransferId,
        @Nullable UUID reverses,
        @JsonUnwrapped Wording words,
        @JsonProperty("created_at") String createdAt) {

    static EntryResponse of(Entry entry) {
        return new EntryResponse(
                entry.transferId(),
                entry.kind().wire(),
                entry.debit() ? EntryQuery.DEBIT : EntryQuery.CREDIT,
                entry.counterparty(),
                entry.amount().toString(),
                entry.postedAfter().toString(),
                entry.journalEntryId(),
                entry.pendingTransferId(),
                entry.reverses(),
                entry.words(),
                WireTime.of(entry.createdAtNanos()));
    }
}
