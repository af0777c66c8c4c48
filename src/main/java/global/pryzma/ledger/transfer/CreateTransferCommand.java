package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A transfer to make, checked.
 *
 * @param amount in minor units, at least 1
 * @param hold the terms on which the money is held at first; null for a transfer that moves it
 * @param currency of both accounts
 * @param ledgerNumber of both accounts
 */
record CreateTransferCommand(
        UUID debitAccountId,
        UUID creditAccountId,
        Amount amount,
        @Nullable HoldTerms hold,
        String currency,
        int ledgerNumber,
        Wording words)
        implements WordedCommand {
    CreateTransferCommand {
        if (amount.isZero() || debitAccountId.equals(creditAccountId)) {
            throw new IllegalArgumentException("nothing would move");
        }
    }

    /** What the client has asked for. */
    AskedTransfer asked() {
        return new AskedTransfer(debitAccountId, creditAccountId, amount, hold, words);
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return asked().write(CommandWriter.begin()).end();
    }

    /** With the accounts' facts, version 1. */
    @Override
    public byte[] encode() {
        return asked().write(CommandWriter.begin())
                .text("currency", currency)
                .number("ledger_number", ledgerNumber)
                .end();
    }

    static CreateTransferCommand read(CommandReader reader) {
        AskedTransfer asked = AskedTransfer.read(reader);
        return new CreateTransferCommand(
                asked.debitAccountId(),
                asked.creditAccountId(),
                asked.amount(),
                asked.hold(),
                reader.text("currency"),
                reader.integer("ledger_number"),
                asked.words());
    }
}
