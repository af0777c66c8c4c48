package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.transfer.WordedCommand;
import global.pryzma.ledger.words.Wording;

import java.util.List;

/**
 * An entry to make, checked: balanced in each of its currencies.
 *
 * @param lines in the order of the request
 */
record JournalEntryCommand(List<EntryLine> lines, EntryText text) implements WordedCommand {
    JournalEntryCommand {
        lines = List.copyOf(lines);
        if (Imbalance.of(lines).isPresent()) {
            throw new IllegalArgumentException("not balanced: " + lines);
        }
    }

    @Override
    public Wording words() {
        return text.words();
    }

    /** The {@link #content()} before the accounts are found. */
    static byte[] content(List<AskedLine> lines, EntryText text) {
        return end(CommandWriter.begin().objects("lines", lines, AskedLine::write), text);
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(lines.stream().map(EntryLine::asked).toList(), text);
    }

    /** With the accounts' facts, version 1. */
    @Override
    public byte[] encode() {
        return end(CommandWriter.begin().objects("lines", lines, EntryLine::write), text);
    }

    private static byte[] end(CommandWriter command, EntryText text) {
        return text.words().write(command).text("rate", text.rate()).end();
    }

    static JournalEntryCommand read(CommandReader command) {
        return new JournalEntryCommand(
                command.objects("lines", EntryLine::read),
                new EntryText(Wording.read(command), command.optionalText("rate")));
    }
}
