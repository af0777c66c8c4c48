package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.Command;
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
        Map<String, String> metadata)
        implements Command {
    OpenAccountCommand {
        metadata = new TreeMap<>(metadata);
    }

    OpenAccountCommand withLedgerNumber(int number) {
        return new OpenAccountCommand(type, currency, number, programId, name, metadata);
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return write().end();
    }

    /** With the ledger number, version 1. */
    @Override
    public byte[] encode() {
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

    static OpenAccountCommand read(CommandReader reader) {
        Map<String, String> metadata = reader.optionalTextMap("metadata");
        return new OpenAccountCommand(
                AccountType.ofWire(reader.text("type")),
                reader.text("currency"),
                reader.integer("ledger_number"),
                reader.uuid("program_id"),
                reader.optionalText("name"),
                metadata == null ? Map.of() : metadata);
    }
}
