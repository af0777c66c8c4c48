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
record CreateOrganisationCommand(String name, LimitChanges limits, long createdAtMicros)
        implements Command {
    /** The {@link #content()} before the time is known. */
    static byte[] content(String name, LimitChanges limits) {
        return write(name, limits).end();
    }

    private static CommandWriter write(String name, LimitChanges limits) {
        return limits.write(CommandWriter.begin().text("name", name));
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(name, limits);
    }

    /** With the time, version 1. */
    @Override
    public byte[] encode() {
        return write(name, limits).number("created_at_micros", createdAtMicros).end();
    }

    static CreateOrganisationCommand read(CommandReader reader) {
        return new CreateOrganisationCommand(
                reader.text("name"), LimitChanges.read(reader), reader.number("created_at_micros"));
    }
}
