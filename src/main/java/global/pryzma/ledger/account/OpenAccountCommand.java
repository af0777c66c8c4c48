package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An account to open, checked.
 *
 * @param ledgerNumber of the organisation and the currency
 */
record OpenAccountCommand(
        AccountType type,
        String currency,
        int ledgerNumber,
        UUID programId,
        @Nullable String name,
        Map<String, String> metadata) {
    OpenAccountCommand {
        metadata = new TreeMap<>(metadata);
    }

    OpenAccountCommand withLedgerNumber(int number) {
        return new OpenAccountCommand(type, currency, number, programId, name, metadata);
    }

    /** The canonical content, version 1. */
    byte[] content() {
        return write().end();
    }

    /** The content and the ledger number, version 1. */
    byte[] encode() {
        return write().number("ledger_number", ledgerNumber).end();
    }

    private CommandWriter write() {
        return CommandWriter.begin()
                .text("type", type.wire())
                .text("currency", currency)
                .uuid("program_id", programId)
                .text("name", name)
                .textMap("metadata", metadata.isEmpty() ? null : metadata);
    }

    static OpenAccountCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        Map<String, String> metadata = reader.optionalTextMap("metadata");
        OpenAccountCommand command =
                new OpenAccountCommand(
                        AccountType.ofWire(reader.text("type")),
                        reader.text("currency"),
                        reader.integer("ledger_number"),
                        reader.uuid("program_id"),
                        reader.optionalText("name"),
                        metadata == null ? Map.of() : metadata);
        reader.end();
        return command;
    }
}
