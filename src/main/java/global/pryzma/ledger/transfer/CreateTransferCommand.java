package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Wording;

import java.util.UUID;

/**
 * A transfer to post, checked.
 *
 * @param amount in minor units, at least 1
 * @param currency of both accounts
 * @param ledgerNumber of both accounts
 */
record CreateTransferCommand(
        UUID debitAccountId,
        UUID creditAccountId,
        Amount amount,
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
    static byte[] content(UUID debitAccountId, UUID creditAccountId, Amount amount, Wording words) {
        return write(debitAccountId, creditAccountId, amount, words).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(debitAccountId, creditAccountId, amount, words);
    }

    /** With the accounts' facts, version 1. */
    @Override
    public byte[] encode() {
        return write(debitAccountId, creditAccountId, amount, words)
                .text("currency", currency)
                .number("ledger_number", ledgerNumber)
                .end();
    }

    private static CommandWriter write(
            UUID debitAccountId, UUID creditAccountId, Amount amount, Wording words) {
        return words.write(
                CommandWriter.begin()
                        .uuid("debit_account_id", debitAccountId)
                        .uuid("credit_account_id", creditAccountId)
                        .text("amount", amount.toString()));
    }

    static CreateTransferCommand read(CommandReader reader) {
        return new CreateTransferCommand(
                reader.uuid("debit_account_id"),
                reader.uuid("credit_account_id"),
                reader.amount("amount"),
                reader.text("currency"),
                reader.integer("ledger_number"),
                Wording.read(reader));
    }
}
