package global.pryzma.ledger.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.words.Wording;

import io.micronaut.serde.annotation.Serdeable;

import java.util.UUID;

/** A transfer on the wire. */
@Serdeable.Serializable
record TransferResponse(
        UUID id,
        @JsonProperty("debit_account_id") UUID debitAccountId,
        @JsonProperty("credit_account_id") UUID creditAccountId,
        String amount,
        String currency,
        String status,
        @JsonUnwrapped Wording words,
        @JsonProperty("created_at") String createdAt) {

    static TransferResponse of(LedgerTransfer row, String currency, Wording words) {
        TransferFields transfer = row.transfer();
        return new TransferResponse(
                transfer.id().toUuid(),
                transfer.debitAccountId().toUuid(),
                transfer.creditAccountId().toUuid(),
                transfer.amount().toString(),
                currency,
                "posted",
                words,
                WireTime.of(row.timestamp()));
    }
}
