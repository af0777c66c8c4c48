package global.pryzma.ledger.transfer.hold;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.transfer.WordedCommand;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A hold to post or to void, with what the first try found out.
 *
 * @param hold found by its id
 * @param amount to post, at least 1; null for all of it, and for a void
 * @param words of the row that ends the hold
 */
record EndHoldCommand(HeldTransfer hold, @Nullable Amount amount, Wording words)
        implements WordedCommand {
    EndHoldCommand {
        if (amount != null && amount.isZero()) {
            throw new IllegalArgumentException("nothing would move: a void gives all back");
        }
    }

    /** The {@link #content()} before the hold is found. */
    static byte[] content(UUID holdId, @Nullable Amount amount, Wording words) {
        return write(holdId, amount, words).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(hold.id(), amount, words);
    }

    /** With the hold, version 1. */
    @Override
    public byte[] encode() {
        return hold.write(write(hold.id(), amount, words)).end();
    }

    private static CommandWriter write(UUID holdId, @Nullable Amount amount, Wording words) {
        return words.write(
                CommandWriter.begin()
                        .uuid("transfer_id", holdId)
                        .text("amount", amount == null ? null : amount.toString()));
    }

    static EndHoldCommand read(CommandReader reader) {
        return new EndHoldCommand(
                HeldTransfer.read(reader.uuid("transfer_id"), reader),
                reader.optionalAmount("amount"),
                Wording.read(reader));
    }
}
