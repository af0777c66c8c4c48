package global.pryzma.ledger.program;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.words.Metadata;

import java.util.List;
import java.util.TreeSet;

/**
 * A program to create, checked.
 *
 * @param currencies codes in alphabetical order, each once; empty for any
 * @param createdAtNanos when the first try came, since the Unix epoch; no part of what was asked,
 *     and so not of the content
 */
record CreateProgramCommand(
        String name, List<String> currencies, Metadata metadata, long createdAtNanos)
        implements Command {
    CreateProgramCommand {
        currencies = List.copyOf(new TreeSet<>(currencies));
    }

    /** The {@link #content()} before the currencies are known to exist. */
    static byte[] content(String name, List<String> currencies, Metadata metadata) {
        return new CreateProgramCommand(name, currencies, metadata, 0).content();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return write().end();
    }

    /** With the time, version 1. */
    @Override
    public byte[] encode() {
        return write().number("created_at_nanos", createdAtNanos).end();
    }

    private CommandWriter write() {
        return metadata.write(
                CommandWriter.begin()
                        .text("name", name)
                        .texts("currencies", currencies.isEmpty() ? null : currencies));
    }

    static CreateProgramCommand read(CommandReader reader) {
        List<String> currencies = reader.optionalTexts("currencies");
        return new CreateProgramCommand(
                reader.text("name"),
                currencies == null ? List.of() : currencies,
                Metadata.read(reader),
                reader.number("created_at_nanos"));
    }
}
