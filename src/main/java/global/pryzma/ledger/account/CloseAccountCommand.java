package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import java.util.UUID;

/**
 * An account to close, with what the first try found out.
 *
 * @param before the account as it was
 */
record CloseAccountCommand(AccountSnapshot before) {
    /** The canonical content, version 1. */
    static byte[] content(UUID accountId) {
        return write(accountId).end();
    }

    /** The content and what was found out, version 1. */
    byte[] encode() {
        return before.write(write(before.id())).end();
    }

    private static CommandWriter write(UUID accountId) {
        return CommandWriter.begin().uuid("account_id", accountId);
    }

    static CloseAccountCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        CloseAccountCommand command =
                new CloseAccountCommand(AccountSnapshot.read(reader.uuid("account_id"), reader));
        reader.end();
        return command;
    }
}
