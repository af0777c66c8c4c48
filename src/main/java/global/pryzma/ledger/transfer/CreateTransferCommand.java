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

    /** The {@link #content()} before the accounts are found. */
    static byte[] content(
            UUID debitAccountId,
            UUID creditAccountId,
            Amount amount,
            @Nullable HoldTerms hold,
            Wording words) {
        return write(debitAccountId, creditAccountId, amount, hold, words).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(debitAccountId, creditAccountId, amount, hold, words);
    }

    /** With the accounts' facts, version 1. */
    @Override
    public byte[] encode() {
        return write(debitAccountId, creditAccountId, amount, hold, words)
                .text("currency", currency)
                .number("ledger_number", ledgerNumber)
                .end();
    }

    private static CommandWriter write(
            UUID debitAccountId,
            UUID creditAccountId,
            Amount amount,
            @Nullable HoldTerms hold,
            Wording words) {
        CommandWriter command =
                CommandWriter.begin()
                        .uuid("debit_account_id", debitAccountId)
                        .uuid("credit_account_id", creditAccountId)
                        .text("amount", amount.toString());
        return words.write(hold == null ? command : hold.write(command));
    }

    static CreateTransferCommand read(CommandReader reader) {
        return new CreateTransferCommand(
                reader.uuid("debit_account_id"),
                reader.uuid("credit_account_id"),
                reader.amount("amount"),
                HoldTerms.read(reader),
                reader.text("currency"),
                reader.integer("ledger_number"),
                Wording.read(reader));
    }
}
