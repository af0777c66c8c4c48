package global.pryzma.ledger.program;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A program to create, checked.
 *
 * @param currencies codes in alphabetical order, each once; empty for any
 * @param createdAtNanos when the first try came, since the Unix epoch; no part of what was asked,
 *     and so not of the content
 */
record CreateProgramCommand(
        String name, List<String> currencies, Map<String, String> metadata, long createdAtNanos) {
    CreateProgramCommand {
        currencies = List.copyOf(new TreeSet<>(currencies));
        metadata = new TreeMap<>(metadata);
    }

    /** The canonical content, version 1. */
    byte[] content() {
        return write().end();
    }

    /** The content and the time, version 1. */
    byte[] encode() {
        return write().number("created_at_nanos", createdAtNanos).end();
    }

    private CommandWriter write() {
        return CommandWriter.begin()
                .text("name", name)
                .texts("currencies", currencies.isEmpty() ? null : currencies)
                .textMap("metadata", metadata.isEmpty() ? null : metadata);
    }

    static CreateProgramCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        List<String> currencies = reader.optionalTexts("currencies");
        Map<String, String> metadata = reader.optionalTextMap("metadata");
        CreateProgramCommand command =
                new CreateProgramCommand(
                        reader.text("name"),
                        currencies == null ? List.of() : currencies,
                        metadata == null ? Map.of() : metadata,
                        reader.number("created_at_nanos"));
        reader.end();
        return command;
    }
}
