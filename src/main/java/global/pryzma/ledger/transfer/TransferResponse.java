package global.pryzma.ledger.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.words.Wording;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A transfer on the wire.
 *
 * @param debitAccountId null of a line of an entry that has no single counterpart
 * @param creditAccountId the same; one of the two is there
 * @param journalEntryId the entry of which it is a line
 * @param pendingTransferId the hold that it posted or voided
 * @param expiresAt when a hold ends by itself, or has ended
 * @param postedAmount what a hold has moved
 * @param resolvedBy the transfer that posted or voided a hold
 * @param reverses the transfer whose money it moved back
 * @param reversedAmount how much of its money was moved back, if any was
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferResponse(
        UUID id,
        @JsonProperty("debit_account_id") @Nullable UUID debitAccountId,
        @JsonProperty("credit_account_id") @Nullable UUID creditAccountId,
        String amount,
        String currency,
        String status,
        @JsonProperty("journal_entry_id") @Nullable UUID journalEntryId,
        @JsonProperty("pending_transfer_id") @Nullable UUID pendingTransferId,
        @JsonProperty("expires_at") @Nullable String expiresAt,
        @JsonProperty("posted_amount") @Nullable String postedAmount,
        @JsonProperty("resolved_by") @Nullable UUID resolvedBy,
        @JsonProperty("resolved_at") @Nullable String resolvedAt,
        @Nullable UUID reverses,
        @JsonProperty("reversed_amount") @Nullable String reversedAmount,
        @JsonUnwrapped Wording words,
        @JsonProperty("created_at") String createdAt) {

    public static TransferResponse of(TransferSnapshot snapshot) {
        TransferFields transfer = snapshot.row().transfer();
        LedgerTransfer resolution = snapshot.resolution();
        String posted =
                resolution != null && snapshot.status() == TransferStatus.POSTED
                        ? resolution.transfer().amount().toString()
                        : null;
        return new TransferResponse(
                transfer.id().toUuid(),
                shown(transfer.debitAccountId()),
                shown(transfer.creditAccountId()),
                transfer.amount().toString(),
                snapshot.currency(),
                snapshot.status().wire(),
                snapshot.journalEntry().map(LedgerId::toUuid).orElse(null),
                snapshot.isResolution() ? transfer.pendingId().toUuid() : null,
                snapshot.expires() ? WireTime.of(snapshot.expiresAtNanos()) : null,
                posted,
                resolution == null ? null : resolution.transfer().id().toUuid(),
                resolution == null ? null : WireTime.of(resolution.timestamp()),
                snapshot.reverses().isNone() ? null : snapshot.reverses().toUuid(),
                snapshot.reversed().isZero() ? null : snapshot.reversed().toString(),
                snapshot.words(),
                WireTime.of(snapshot.row().timestamp()));
    }

    /** Its fields, byte for byte as the framework writes them, for answers with thousands. */
    public void write(CommandWriter answer) {
        answer.uuid("id", id)
                .uuid("debit_account_id", debitAccountId)
                .uuid("credit_account_id", creditAccountId)
                .text("amount", amount)
                .text("currency", currency)
                .text("status", status)
                .uuid("journal_entry_id", journalEntryId)
                .uuid("pending_transfer_id", pendingTransferId)
                .text("expires_at", expiresAt)
                .text("posted_amount", postedAmount)
                .uuid("resolved_by", resolvedBy)
                .text("resolved_at", resolvedAt)
                .uuid("reverses", reverses)
                .text("reversed_amount", reversedAmount);
        words.write(answer).text("created_at", createdAt);
    }

    private static @Nullable UUID shown(LedgerId account) {
        return ControlAccounts.isControl(account) ? null : account.toUuid();
    }
}
