package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.words.WordingChange;

import java.util.UUID;

/**
 * A change of a transfer's words, with what its first try found out.
 *
 * @param before the transfer as it was
 */
record UpdateTransferCommand(WordingChange change, ShownTransfer before) implements Command {
    UUID transferId() {
        return before.transfer().id();
    }

    /** When the transfer was made: the ledger's timestamp. */
    long madeAtNanos() {
        return before.createdAtNanos();
    }

    /** The {@link #content()} before the transfer is found. */
    static byte[] content(UUID transferId, WordingChange change) {
        return write(transferId, change).end();
    }

    private static CommandWriter write(UUID transferId, WordingChange change) {
        return change.write(CommandWriter.begin().uuid("transfer_id", transferId));
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(transferId(), change);
    }

    /** With what was found out, version 1. */
    @Override
    public byte[] encode() {
        return before.write(write(transferId(), change)).end();
    }

    static UpdateTransferCommand read(CommandReader reader) {
        return new UpdateTransferCommand(
                WordingChange.read(reader), ShownTransfer.read(reader.uuid("transfer_id"), reader));
    }
}
