package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.transfer.TransferSnapshot;

import java.util.UUID;

/**
 * The transfer that is reversed, as far as its reversal needs it; nothing of it ever changes.
 *
 * @param debitAccountId the account that is credited now
 * @param creditAccountId the account that is debited now
 * @param moved what it has moved: of a hold, what was posted
 * @param ledgerNumber of both accounts
 */
record ReversedTransfer(
        UUID id,
        UUID debitAccountId,
        UUID creditAccountId,
        Amount moved,
        String currency,
        int ledgerNumber) {
    static ReversedTransfer of(TransferSnapshot transfer) {
        TransferFields row = transfer.row().transfer();
        return new ReversedTransfer(
                row.id().toUuid(),
                row.debitAccountId().toUuid(),
                row.creditAccountId().toUuid(),
                transfer.moved(),
                transfer.currency(),
                row.ledger());
    }

    /** In canonical form but for the id, version 1. */
    CommandWriter write(CommandWriter command) {
        return command.uuid("debit_account_id", debitAccountId)
                .uuid("credit_account_id", creditAccountId)
                .text("moved_amount", moved.toString())
                .text("currency", currency)
                .number("ledger_number", ledgerNumber);
    }

    static ReversedTransfer read(UUID id, CommandReader command) {
        return new ReversedTransfer(
                id,
                command.uuid("debit_account_id"),
                command.uuid("credit_account_id"),
                command.amount("moved_amount"),
                command.text("currency"),
                command.integer("ledger_number"));
    }
}
