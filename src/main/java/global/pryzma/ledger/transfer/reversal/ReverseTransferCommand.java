package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.transfer.WordedCommand;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A transfer to reverse, with what the first try found out.
 *
 * @param original found by its id
 * @param part how much of it, at least 1; null for the whole of it
 * @param words of the reversal
 */
record ReverseTransferCommand(ReversedTransfer original, @Nullable Amount part, Wording words)
        implements WordedCommand {
    ReverseTransferCommand {
        if (part != null && (part.isZero() || part.compareTo(original.moved()) > 0)) {
            throw new IllegalArgumentException(part + " of " + original.moved());
        }
    }

    /** What is moved back. */
    Amount amount() {
        return part == null ? original.moved() : part;
    }

    /** The {@link #content()} before the transfer is found. */
    static byte[] content(UUID originalId, @Nullable Amount part, Wording words) {
        return write(originalId, part, words).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(original.id(), part, words);
    }

    /** With the transfer's facts, version 1. */
    @Override
    public byte[] encode() {
        return original.write(write(original.id(), part, words)).end();
    }

    private static CommandWriter write(UUID originalId, @Nullable Amount part, Wording words) {
        return words.write(
                CommandWriter.begin()
                        .uuid("transfer_id", originalId)
                        .text("amount", part == null ? null : part.toString()));
    }

    static ReverseTransferCommand read(CommandReader reader) {
        return new ReverseTransferCommand(
                ReversedTransfer.read(reader.uuid("transfer_id"), reader),
                reader.optionalAmount("amount"),
                Wording.read(reader));
    }
}
