package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Label;

import java.math.BigInteger;
import java.util.UUID;

/**
 * An account at the moment at which it was read: its words from Postgres, the rest from the ledger.
 *
 * @param ledgerNumber of the organisation and the currency
 * @param createdAtNanos the ledger's timestamp
 */
record AccountSnapshot(
        UUID id,
        UUID programId,
        AccountType type,
        String currency,
        int ledgerNumber,
        Label label,
        AccountStatus status,
        Counters counters,
        long createdAtNanos) {
    static AccountSnapshot of(AccountRow row, String currency, LedgerAccount account) {
        return new AccountSnapshot(
                row.id(),
                row.programId(),
                AccountType.ofCode(row.type()),
                currency,
                row.ledgerNumber(),
                row.label(),
                AccountStatus.of(row, account),
                Counters.of(account),
                row.createdAtNanos());
    }

    /** The same account with nothing held on it. */
    AccountSnapshot withoutHolds() {
        return new AccountSnapshot(
                id,
                programId,
                type,
                currency,
                ledgerNumber,
                label,
                status,
                counters.withoutHolds(),
                createdAtNanos);
    }

    /** The same account with these in place of its own. */
    AccountSnapshot changed(Label newLabel, AccountStatus newStatus) {
        return new AccountSnapshot(
                id,
                programId,
                type,
                currency,
                ledgerNumber,
                newLabel,
                newStatus,
                counters,
                createdAtNanos);
    }

    /**
     * The state in canonical form, but for the id, version 1. The names differ from those of a
     * change, so that both fit into one command.
     */
    CommandWriter write(CommandWriter command) {
        command.uuid("program_id", programId)
                .text("type", type.wire())
                .text("currency", currency)
                .number("ledger_number", ledgerNumber);
        return label.write(command, "old_")
                .text("old_status", status.wire())
                .text("debits_pending", counters.debitsPending().toString())
                .text("debits_posted", counters.debitsPosted().toString())
                .text("credits_pending", counters.creditsPending().toString())
                .text("credits_posted", counters.creditsPosted().toString())
                .number("created_at_nanos", createdAtNanos);
    }

    static AccountSnapshot read(UUID id, CommandReader command) {
        return new AccountSnapshot(
                id,
                command.uuid("program_id"),
                AccountType.ofWire(command.text("type")),
                command.text("currency"),
                command.integer("ledger_number"),
                Label.read(command, "old_"),
                AccountStatus.ofWire(command.text("old_status")),
                new Counters(
                        counter(command, "debits_pending"),
                        counter(command, "debits_posted"),
                        counter(command, "credits_pending"),
                        counter(command, "credits_posted")),
                command.number("created_at_nanos"));
    }

    /** An amount as a counter has it: it may be 2^128-1, which no client can name. */
    private static Amount counter(CommandReader command, String name) {
        return Amount.of(new BigInteger(command.text(name)));
    }
}
