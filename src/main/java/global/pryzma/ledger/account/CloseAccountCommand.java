package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import java.util.UUID;

/**
 * An account to close, with what the first try found out.
 *
 * @param before the account as it was
 */
record CloseAccountCommand(AccountSnapshot before) implements Command {
    /** The {@link #content()} before anything is found out. */
    static byte[] content(UUID accountId) {
        return write(accountId).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(before.id());
    }

    /** With what was found out, version 1. */
    @Override
    public byte[] encode() {
        return before.write(write(before.id())).end();
    }

    private static CommandWriter write(UUID accountId) {
        return CommandWriter.begin().uuid("account_id", accountId);
    }

    static CloseAccountCommand read(CommandReader reader) {
        return new CloseAccountCommand(AccountSnapshot.read(reader.uuid("account_id"), reader));
    }
}
