package global.pryzma.ledger.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;

/** A transfer on the wire. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record TransferResponse(
        UUID id,
        @JsonProperty("debit_account_id") UUID debitAccountId,
        @JsonProperty("credit_account_id") UUID creditAccountId,
        String amount,
        String currency,
        String status,
        @Nullable String description,
        @Nullable String reference,
        @Nullable Map<String, String> metadata,
        @JsonProperty("created_at") String createdAt) {

    /**
     * A transfer with its words.
     *
     * @param text null for a transfer without any
     */
    static TransferResponse of(
            LedgerTransfer row, String currency, @Nullable TransferTextRow text) {
        TransferFields transfer = row.transfer();
        return new TransferResponse(
                transfer.id().toUuid(),
                transfer.debitAccountId().toUuid(),
                transfer.creditAccountId().toUuid(),
                transfer.amount().toString(),
                currency,
                "posted",
                text == null ? null : text.description(),
                text == null ? null : text.reference(),
                text == null || text.metadata() == null
                        ? null
                        : JsonColumns.textMap(text.metadata()),
                WireTime.of(row.timestamp()));
    }
}
