package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

/**
 * An organisation to create.
 *
 * @param createdAtMicros when the first try came, since the Unix epoch; no part of what was asked,
 *     and so not of the content
 */
record CreateOrganisationCommand(String name, long createdAtMicros) implements Command {
    /** The {@link #content()} before the time is known. */
    static byte[] content(String name) {
        return CommandWriter.begin().text("name", name).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(name);
    }

    /** With the time, version 1. */
    @Override
    public byte[] encode() {
        return CommandWriter.begin()
                .text("name", name)
                .number("created_at_micros", createdAtMicros)
                .end();
    }

    static CreateOrganisationCommand read(CommandReader reader) {
        return new CreateOrganisationCommand(
                reader.text("name"), reader.number("created_at_micros"));
    }
}
