package global.pryzma.ledger.transfer.hold;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.transfer.TransferSnapshot;
import global.pryzma.ledger.words.Wording;

import java.util.UUID;

/**
 * A hold as it was made, which the answer to its end shows.
 *
 * @param amount that is held, or was
 * @param ledgerNumber of both accounts
 * @param timeoutSeconds an unsigned 32-bit integer; 0 if it never expires
 * @param createdAtNanos the ledger's timestamp
 */
record HeldTransfer(
        UUID id,
        UUID debitAccountId,
        UUID creditAccountId,
        Amount amount,
        String currency,
        int ledgerNumber,
        int timeoutSeconds,
        long createdAtNanos,
        Wording words) {
    /** Before the names of its words: the end of the hold has its own. */
    private static final String PREFIX = "held_";

    static HeldTransfer of(TransferSnapshot hold) {
        TransferFields row = hold.row().transfer();
        return new HeldTransfer(
                row.id().toUuid(),
                row.debitAccountId().toUuid(),
                row.creditAccountId().toUuid(),
                row.amount(),
                hold.currency(),
                row.ledger(),
                row.timeoutSeconds(),
                hold.row().timestamp(),
                hold.words());
    }

    /**
     * The hold once it is ended.
     *
     * @param by the row that posted or voided it
     */
    TransferSnapshot resolved(LedgerTransfer by) {
        TransferFields row =
                new TransferBuilder(LedgerId.of(id))
                        .debit(LedgerId.of(debitAccountId))
                        .credit(LedgerId.of(creditAccountId))
                        .amount(amount)
                        .timeoutSeconds(timeoutSeconds)
                        .ledger(ledgerNumber)
                        .kind(TransferKind.TRANSFER)
                        .flags(TransferFlags.PENDING)
                        .build();
        return TransferSnapshot.created(new LedgerTransfer(row, createdAtNanos), currency, words)
                .resolved(by);
    }

    /** In canonical form but for the id, version 1. */
    CommandWriter write(CommandWriter command) {
        command.uuid("debit_account_id", debitAccountId)
                .uuid("credit_account_id", creditAccountId)
                .text("held_amount", amount.toString())
                .text("currency", currency)
                .number("ledger_number", ledgerNumber)
                .number("created_at_nanos", createdAtNanos);
        if (timeoutSeconds != 0) {
            command.number("timeout_seconds", Integer.toUnsignedLong(timeoutSeconds));
        }
        return words.write(command, PREFIX);
    }

    static HeldTransfer read(UUID id, CommandReader command) {
        return new HeldTransfer(
                id,
                command.uuid("debit_account_id"),
                command.uuid("credit_account_id"),
                command.amount("held_amount"),
                command.text("currency"),
                command.integer("ledger_number"),
                command.optionalUnsignedInteger("timeout_seconds"),
                command.number("created_at_nanos"),
                Wording.read(command, PREFIX));
    }
}
