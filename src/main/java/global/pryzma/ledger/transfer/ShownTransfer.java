package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.words.Wording;
import global.pryzma.ledger.words.WordingChange;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A transfer as it was shown before its words were changed, which the answer to that shows again:
 * what it is, whatever its kind, and what had become of it by then.
 *
 * @param ledgerNumber of both accounts
 * @param createdAtNanos the ledger's timestamp
 */
record ShownTransfer(int ledgerNumber, long createdAtNanos, TransferResponse transfer) {
    /** Before the names of its words: the change has its own. */
    private static final String PREFIX = "old_";

    static ShownTransfer of(TransferSnapshot snapshot) {
        return new ShownTransfer(
                snapshot.row().transfer().ledger(),
                snapshot.row().timestamp(),
                TransferResponse.of(snapshot));
    }

    /** The same with other words. */
    TransferResponse changed(WordingChange change) {
        return with(change.appliedTo(transfer.words()));
    }

    private TransferResponse with(Wording words) {
        return new TransferResponse(
                transfer.id(),
                transfer.debitAccountId(),
                transfer.creditAccountId(),
                transfer.amount(),
                transfer.currency(),
                transfer.status(),
                transfer.journalEntryId(),
                transfer.pendingTransferId(),
                transfer.expiresAt(),
                transfer.postedAmount(),
                transfer.resolvedBy(),
                transfer.resolvedAt(),
                transfer.reverses(),
                transfer.reversedAmount(),
                words,
                transfer.createdAt());
    }

    /** In canonical form but for the id, version 1. */
    CommandWriter write(CommandWriter command) {
        optional(command, "debit_account_id", transfer.debitAccountId());
        optional(command, "credit_account_id", transfer.creditAccountId());
        command.text("amount", transfer.amount())
                .text("currency", transfer.currency())
                .number("ledger_number", ledgerNumber)
                .text("status", transfer.status());
        optional(command, "journal_entry_id", transfer.journalEntryId());
        optional(command, "pending_transfer_id", transfer.pendingTransferId());
        command.text("expires_at", transfer.expiresAt())
                .text("posted_amount", transfer.postedAmount());
        optional(command, "resolved_by", transfer.resolvedBy());
        command.text("resolved_at", transfer.resolvedAt());
        optional(command, "reverses", transfer.reverses());
        return transfer.words()
                .write(command.text("reversed_amount", transfer.reversedAmount()), PREFIX)
                .number("created_at_nanos", createdAtNanos);
    }

    private static void optional(CommandWriter command, String name, @Nullable UUID id) {
        command.text(name, id == null ? null : id.toString());
    }

    static ShownTransfer read(UUID id, CommandReader command) {
        long createdAtNanos = command.number("created_at_nanos");
        return new ShownTransfer(
                command.integer("ledger_number"),
                createdAtNanos,
                new TransferResponse(
                        id,
                        optional(command, "debit_account_id"),
                        optional(command, "credit_account_id"),
                        command.text("amount"),
                        command.text("currency"),
                        command.text("status"),
                        optional(command, "journal_entry_id"),
                        optional(command, "pending_transfer_id"),
                        command.optionalText("expires_at"),
                        command.optionalText("posted_amount"),
                        optional(command, "resolved_by"),
                        command.optionalText("resolved_at"),
                        optional(command, "reverses"),
                        command.optionalText("reversed_amount"),
                        Wording.read(command, PREFIX),
                        WireTime.of(createdAtNanos)));
    }

    private static @Nullable UUID optional(CommandReader command, String name) {
        String id = command.optionalText(name);
        return id == null ? null : UUID.fromString(id);
    }
}
