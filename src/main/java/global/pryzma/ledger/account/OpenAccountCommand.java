package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.words.Label;

import java.util.UUID;

/**
 * An account to open, checked.
 *
 * @param ledgerNumber of the organisation and the currency
 */
record OpenAccountCommand(
        AccountType type, String currency, int ledgerNumber, UUID programId, Label label) {
    OpenAccountCommand withLedgerNumber(int number) {
        return new OpenAccountCommand(type, currency, number, programId, label);
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
        return label.write(
                CommandWriter.begin()
                        .text("type", type.wire())
                        .text("currency", currency)
                        .uuid("program_id", programId));
    }

    static OpenAccountCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        OpenAccountCommand command =
                new OpenAccountCommand(
                        AccountType.ofWire(reader.text("type")),
                        reader.text("currency"),
                        reader.integer("ledger_number"),
                        reader.uuid("program_id"),
                        Label.read(reader));
        reader.end();
        return command;
    }
}
