package global.pryzma.ledger.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.words.Wording;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A transfer on the wire.
 *
 * @param pendingTransferId the hold that it posted or voided
 * @param expiresAt when a hold ends by itself, or has ended
 * @param postedAmount what a hold has moved
 * @param resolvedBy the transfer that posted or voided a hold
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferResponse(
        UUID id,
        @JsonProperty("debit_account_id") UUID debitAccountId,
        @JsonProperty("credit_account_id") UUID creditAccountId,
        String amount,
        String currency,
        String status,
        @JsonProperty("pending_transfer_id") @Nullable UUID pendingTransferId,
        @JsonProperty("expires_at") @Nullable String expiresAt,
        @JsonProperty("posted_amount") @Nullable String postedAmount,
        @JsonProperty("resolved_by") @Nullable UUID resolvedBy,
        @JsonProperty("resolved_at") @Nullable String resolvedAt,
        @JsonUnwrapped Wording words,
        @JsonProperty("created_at") String createdAt) {

    public static TransferResponse of(TransferSnapshot snapshot) {
        TransferFields transfer = snapshot.row().transfer();
        LedgerTransfer resolution = snapshot.resolution();
        boolean posted = resolution != null && snapshot.status() == TransferStatus.POSTED;
        return new TransferResponse(
                transfer.id().toUuid(),
                transfer.debitAccountId().toUuid(),
                transfer.creditAccountId().toUuid(),
                transfer.amount().toString(),
                snapshot.currency(),
                snapshot.status().wire(),
                snapshot.isResolution() ? transfer.pendingId().toUuid() : null,
                snapshot.expires() ? WireTime.of(snapshot.expiresAtNanos()) : null,
                posted ? resolution.transfer().amount().toString() : null,
                resolution == null ? null : resolution.transfer().id().toUuid(),
                resolution == null ? null : WireTime.of(resolution.timestamp()),
                snapshot.words(),
                WireTime.of(snapshot.row().timestamp()));
    }
}
