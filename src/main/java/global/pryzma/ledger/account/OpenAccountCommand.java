package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.Command;
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
        AccountType type, String currency, int ledgerNumber, UUID programId, Label label)
        implements Command {
    OpenAccountCommand withLedgerNumber(int number) {
        return new OpenAccountCommand(type, currency, number, programId, label);
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
        return label.write(
                CommandWriter.begin()
                        .text("type", type.wire())
                        .text("currency", currency)
                        .uuid("program_id", programId));
    }

    static OpenAccountCommand read(CommandReader reader) {
        return new OpenAccountCommand(
                AccountType.ofWire(reader.text("type")),
                reader.text("currency"),
                reader.integer("ledger_number"),
                reader.uuid("program_id"),
                Label.read(reader));
    }
}
