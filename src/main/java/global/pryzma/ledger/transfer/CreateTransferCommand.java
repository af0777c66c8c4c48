package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Amount;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A transfer to post, checked.
 *
 * @param amount in minor units, at least 1
 * @param currency of both accounts
 * @param ledgerNumber of both accounts
 */
record CreateTransferCommand(
        UUID debitAccountId,
        UUID creditAccountId,
        Amount amount,
        String currency,
        int ledgerNumber,
        @Nullable String description,
        @Nullable String reference,
        Map<String, String> metadata) {
    CreateTransferCommand {
        metadata = new TreeMap<>(metadata);
        if (amount.isZero() || debitAccountId.equals(creditAccountId)) {
            throw new IllegalArgumentException("nothing would move");
        }
    }

    boolean hasText() {
        return description != null || reference != null || !metadata.isEmpty();
    }

    /** The canonical content, version 1. */
    byte[] content() {
        return write().end();
    }

    /** The content and the accounts' facts, version 1. */
    byte[] encode() {
        return write().text("currency", currency).number("ledger_number", ledgerNumber).end();
    }

    private CommandWriter write() {
        return CommandWriter.begin()
                .uuid("debit_account_id", debitAccountId)
                .uuid("credit_account_id", creditAccountId)
                .text("amount", amount.toString())
                .text("description", description)
                .text("reference", reference)
                .textMap("metadata", metadata.isEmpty() ? null : metadata);
    }

    static CreateTransferCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        Map<String, String> metadata = reader.optionalTextMap("metadata");
        CreateTransferCommand command =
                new CreateTransferCommand(
                        reader.uuid("debit_account_id"),
                        reader.uuid("credit_account_id"),
                        reader.amount("amount"),
                        reader.text("currency"),
                        reader.integer("ledger_number"),
                        reader.optionalText("description"),
                        reader.optionalText("reference"),
                        metadata == null ? Map.of() : metadata);
        reader.end();
        return command;
    }
}
