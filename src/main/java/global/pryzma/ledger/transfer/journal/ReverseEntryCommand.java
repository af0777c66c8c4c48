package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.transfer.WordedCommand;
import global.pryzma.ledger.words.Wording;

import java.util.List;
import java.util.UUID;

/**
 * An entry to reverse, with what the first try found out.
 *
 * @param lines of the reversal: the entry's, each on the other side
 * @param words of the reversal
 */
record ReverseEntryCommand(UUID entryId, List<EntryLine> lines, Wording words)
        implements WordedCommand {
    ReverseEntryCommand {
        lines = List.copyOf(lines);
    }

    /** The {@link #content()} before the entry is found. */
    static byte[] content(UUID entryId, Wording words) {
        return write(entryId, words).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(entryId, words);
    }

    /** With the lines, version 1. */
    @Override
    public byte[] encode() {
        return write(entryId, words).objects("lines", lines, EntryLine::write).end();
    }

    private static CommandWriter write(UUID entryId, Wording words) {
        return words.write(CommandWriter.begin().uuid("journal_entry_id", entryId));
    }

    static ReverseEntryCommand read(CommandReader command) {
        return new ReverseEntryCommand(
                command.uuid("journal_entry_id"),
                command.objects("lines", EntryLine::read),
                Wording.read(command));
    }
}
